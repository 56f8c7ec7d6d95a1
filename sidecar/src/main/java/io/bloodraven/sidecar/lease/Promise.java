package io.bloodraven.sidecar.lease;

/**
 * The last promise this sidecar gave: not to open above {@code epoch} before {@code until}, unless
 * the holder of that epoch is proven fenced. It counts from after the question came in, so it lasts
 * longer than what the holder makes of it.
 */
final class Promise {
  private static final long UNKNOWN_EPOCH = -1;

  private long until;
  private long epoch = UNKNOWN_EPOCH;
  private long givenAt = LeaseTimings.NEVER;

  /** A sidecar that starts knows no promise it gave, so it acts as if it had just given one. */
  Promise(long until) {
    this.until = until;
  }

  void give(long epoch, long now, long hold) {
    this.epoch = epoch;
    until = now + hold;
    givenAt = now;
  }

  /** The holder of {@code proven} acknowledged its fence: a promise to it binds no longer. */
  void release(long proven) {
    if (epoch == proven) {
      clear();
    }
  }

  /** It is this sidecar itself that was open last: whatever it promised before that is over. */
  void clear() {
    until = LeaseTimings.NEVER;
  }

  long until() {
    return until;
  }

  /** Epoch it was given for, -1 for none known. */
  long epoch() {
    return epoch;
  }

  long givenAt() {
    return givenAt;
  }
}
