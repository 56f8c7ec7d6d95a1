package io.bloodraven.workflows.decision;

import io.bloodraven.api.health.Sighting;
import java.time.Duration;

/**
 * How the active site stands by the newest word that says something about it.
 *
 * @param witness vantage point that said so, empty when nobody did
 */
public record ActiveSite(Condition condition, String witness) {
  /**
   * Watchers repeat every 5 s what they see of a group without a writable site. A verdict against
   * the active site that was not repeated for three times that long comes from a vantage point that
   * is gone, and no longer counts.
   */
  static final Duration ACCUSATION_COUNTS_FOR = Duration.ofSeconds(15);

  /** What can be said of the active site. */
  public enum Condition {
    /** Open at its epoch. */
    OPEN,
    /** Its own sidecar says that mysqld is dead. */
    DEAD,
    /** Nobody heard it or vouched for it for the threshold, and others are heard. */
    SILENT,
    /** Up and closed, and not the holder of the Lease: it will not open by itself. */
    WITHOUT_LEASE,
    /** Coming up, or closed as the holder: it opens by itself, or another verdict follows. */
    COMING_BACK,
    /** Its mysqld lives and takes no write, or does not answer at all. */
    STALLED,
    /** Not heard, and no proof of silence. */
    NOT_HEARD
  }

  /** Judges by the newest report that decides anything. */
  public static ActiveSite judge(GroupSnapshot group, Testimony testimony) {
    for (Report report : testimony.newestFirst()) {
      Condition condition =
          report
              .about(group.activeSite())
              .map(sighting -> judge(group, testimony, report, sighting))
              .orElse(Condition.NOT_HEARD);
      if (condition != Condition.NOT_HEARD) {
        return new ActiveSite(condition, report.observation().vantagePoint());
      }
    }
    return new ActiveSite(Condition.NOT_HEARD, "");
  }

  /** NOT_HEARD when this report decides nothing and an older one may. */
  private static Condition judge(
      GroupSnapshot group, Testimony testimony, Report report, Sighting seen) {
    boolean counts = !report.receivedAt().plus(ACCUSATION_COUNTS_FOR).isBefore(group.now());
    boolean ofThisReign = seen.highestEpoch() >= group.epoch();
    return switch (seen.verdict()) {
      case SILENT ->
          counts && testimony.hearsCandidate(report) ? Condition.SILENT : Condition.NOT_HEARD;
      case UNKNOWN -> Condition.NOT_HEARD;
      case WRITABLE -> seen.holdingEpoch() == group.epoch() ? Condition.OPEN : Condition.NOT_HEARD;
      case DEAD -> counts && ofThisReign ? Condition.DEAD : Condition.NOT_HEARD;
      case STARTING -> Condition.COMING_BACK;
      case STALLED -> counts && ofThisReign ? Condition.STALLED : Condition.NOT_HEARD;
      case CLOSED -> {
        if (!ofThisReign) {
          yield Condition.NOT_HEARD;
        }
        // holding a later epoch it waits to be told to open, and whoever claimed that is gone
        if (seen.holdingEpoch() == group.epoch()) {
          yield Condition.COMING_BACK;
        }
        yield counts ? Condition.WITHOUT_LEASE : Condition.NOT_HEARD;
      }
    };
  }
}
