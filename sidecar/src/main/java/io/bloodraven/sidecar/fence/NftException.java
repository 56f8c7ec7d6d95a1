package io.bloodraven.sidecar.fence;

/** The packet filter does not do what it was told; the message is one line that says why. */
public final class NftException extends Exception {
  private final boolean uncertain;

  private NftException(String message, boolean uncertain) {
    super(message);
    this.uncertain = uncertain;
  }

  /** It answered, and nothing has changed. */
  public static NftException refused(String message) {
    return new NftException(message, false);
  }

  /** It did not answer: the commands may have been carried out. */
  public static NftException unanswered(String message) {
    return new NftException(message, true);
  }

  boolean isUncertain() {
    return uncertain;
  }
}
