package io.bloodraven.workflows.group;

import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.Sighting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came in and was not looked at yet. Never holds more than the latest of {@link Reports#MOST}
 * vantage points, one merged resource change and one person's word, so that no flood of signals can
 * fill it; whatever is malformed is dropped here, for a workflow must not stumble over it later.
 */
final class Inbox {
  /** Sidecars take no higher one either. */
  private static final long EPOCHS = Long.MAX_VALUE / 8;

  private static final int MOST_SITES = 64;

  /** All reports together have to fit into the one message that a new run is started with. */
  private static final int MOST_TEXT = 100_000;

  private final Map<String, Observation> observations = new LinkedHashMap<>();
  private @Nullable ResourceChange change;
  private @Nullable Admission admission;

  void put(@Nullable Observation observation) {
    if (observation == null || !isWellFormed(observation)) {
      return;
    }
    Observation waiting = observations.get(observation.vantagePoint());
    if (waiting != null && waiting.sequence() > observation.sequence()) {
      return;
    }
    observations.remove(observation.vantagePoint());
    observations.put(observation.vantagePoint(), observation);
    if (observations.size() > Reports.MOST) {
      observations.remove(observations.keySet().iterator().next());
    }
  }

  void put(@Nullable ResourceChange news) {
    if (news == null) {
      return;
    }
    ResourceChange waiting = change;
    change =
        waiting == null
            ? news
            : new ResourceChange(
                Math.max(waiting.generation(), news.generation()),
                waiting.deleted() || news.deleted(),
                news.drift().isEmpty() ? waiting.drift() : news.drift());
  }

  void put(@Nullable Admission word) {
    admission = word == null ? admission : word;
  }

  boolean hasNews() {
    return !observations.isEmpty() || change != null || admission != null;
  }

  List<Observation> takeObservations() {
    List<Observation> taken = new ArrayList<>(observations.values());
    observations.clear();
    return taken;
  }

  Optional<ResourceChange> takeChange() {
    Optional<ResourceChange> taken = Optional.ofNullable(change);
    change = null;
    return taken;
  }

  Optional<Admission> takeAdmission() {
    Optional<Admission> taken = Optional.ofNullable(admission);
    admission = null;
    return taken;
  }

  @SuppressWarnings("NullAway") // what comes over the wire need not keep to the types
  private static boolean isWellFormed(Observation observation) {
    return observation.vantagePoint() != null
        && observation.sites() != null
        && observation.sites().size() <= MOST_SITES
        && observation.sites().stream().allMatch(Inbox::isWellFormed)
        && observation.vantagePoint().length()
                + observation.sites().stream().mapToLong(Inbox::textOf).sum()
            <= MOST_TEXT;
  }

  @SuppressWarnings("NullAway")
  private static boolean isWellFormed(Sighting seen) {
    return seen.site() != null
        && seen.verdict() != null
        && seen.podUid() != null
        && seen.gtidExecuted() != null
        && seen.gtidReceived() != null
        && isEpoch(seen.highestEpoch())
        && isEpoch(seen.holdingEpoch())
        && (seen.replication() == null || isWellFormed(seen.replication()));
  }

  @SuppressWarnings("NullAway")
  private static boolean isWellFormed(Replication replication) {
    return replication.sourceHost() != null
        && replication.receiver() != null
        && replication.receiverError() != null
        && replication.applierError() != null;
  }

  private static boolean isEpoch(long number) {
    return number >= 0 && number < EPOCHS;
  }

  private static long textOf(Sighting seen) {
    Replication replication = seen.replication();
    long ofReplication =
        replication == null
            ? 0
            : replication.sourceHost().length()
                + replication.receiver().length()
                + replication.receiverError().length()
                + replication.applierError().length();
    return ofReplication
        + seen.site().length()
        + seen.podUid().length()
        + seen.gtidExecuted().length()
        + seen.gtidReceived().length();
  }
}
