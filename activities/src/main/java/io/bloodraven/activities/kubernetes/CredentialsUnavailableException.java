package io.bloodraven.activities.kubernetes;

import java.io.Serial;

/** A Secret that cannot be read, does not exist, or lacks a key; never carries its content. */
public final class CredentialsUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Says which Secret and key, and what a person can do. */
  public CredentialsUnavailableException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What is the matter. */
  public Reason reason() {
    return reason;
  }

  /** Why a secret is not there. */
  public enum Reason {
    /** There is no such Secret. */
    SECRET_NOT_FOUND,
    /** The Secret lacks a key, or the key is empty. */
    SECRET_MISSING_KEY,
    /** The API server did not answer, or refused. */
    API_UNAVAILABLE
  }
}
