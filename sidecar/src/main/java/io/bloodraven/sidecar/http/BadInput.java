package io.bloodraven.sidecar.http;

/** A request that cannot be meant; the message names the field. */
final class BadInput extends Exception {
  BadInput(String message) {
    super(message);
  }
}
