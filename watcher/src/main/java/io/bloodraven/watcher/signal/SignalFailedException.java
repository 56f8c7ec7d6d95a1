package io.bloodraven.watcher.signal;

/** A message is not known to have reached its workflow. */
public final class SignalFailedException extends Exception {
  private static final long serialVersionUID = 1;

  public SignalFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
