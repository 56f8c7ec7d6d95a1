package io.bloodraven.workflows.decision;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * What came of putting a site right so far; a site that is well has none.
 *
 * @param epoch epoch of the active site when this was found
 * @param podUid pod of the site when this was found
 * @param attempts how many attempts went by without success
 * @param notBefore when the next attempt may be made; of a blocked site, when it follows
 * @param divergentGtid transactions that only this site has, empty when none
 * @param message for people
 */
public record Recovery(
    String site,
    Stage stage,
    long epoch,
    String podUid,
    int attempts,
    Instant notBefore,
    String divergentGtid,
    long divergentCount,
    String message) {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final int MOST_DOUBLINGS = 6;

  public Recovery {
    requireNonNull(site, "site");
    requireNonNull(stage, "stage");
    requireNonNull(notBefore, "notBefore");
  }

  /** How it stands. */
  public enum Stage {
    /** To be tried again. */
    RETRY,
    /** To be filled by a clone: it has no data, or its source no longer has the logs it needs. */
    NEEDS_CLONE,
    /** It has transactions that the source lacks: closed until a person has decided. */
    BLOCKED
  }

  /** Whether a change since then makes it worth looking afresh. */
  boolean outdated(long epochNow, String podUidNow) {
    return epoch != epochNow || !podUid.equals(podUidNow);
  }

  /** Whether an attempt has succeeded so lately that nobody need have seen it from outside. */
  public boolean isJustDone(Instant now) {
    return stage == Stage.RETRY && attempts == 0 && message.isEmpty() && now.isBefore(notBefore);
  }

  /** How long to wait after the given number of failed attempts: 5 s doubled up to about 5 min. */
  public static Duration pauseAfter(int attempts) {
    return FIRST_PAUSE.multipliedBy(1L << Math.clamp(attempts - 1L, 0, MOST_DOUBLINGS));
  }
}
