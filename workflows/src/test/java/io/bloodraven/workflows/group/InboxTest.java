package io.bloodraven.workflows.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class InboxTest {
  private static final long BOUND = Long.MAX_VALUE / 8;

  private static Observation observation(Sighting sighting, int sites) {
    return new Observation("w", 1, Instant.EPOCH, Collections.nCopies(sites, sighting));
  }

  private static Sighting sighting(long highest, long holding, String set) {
    return new Sighting(
        "iad", Verdict.CLOSED, "pod", highest, holding, set, set, null, true, List.of(), false);
  }

  private static boolean taken(Observation observation) {
    Inbox inbox = new Inbox();
    inbox.put(observation);
    return inbox.hasNews();
  }

  @Property
  void takesOnlyEpochsThatCanBe(@ForAll long highest, @ForAll long holding) {
    boolean both = highest >= 0 && highest < BOUND && holding >= 0 && holding < BOUND;
    assertThat(taken(observation(sighting(highest, holding, ""), 1))).isEqualTo(both);
  }

  /** However many vantage points there are, their words fit into one message of 2 MB. */
  @Property(tries = 200)
  void takesOnlyWhatCanBeCarriedOn(
      @ForAll @IntRange(max = 100) int sites, @ForAll @IntRange(max = 5_000) int length) {
    Observation observation = observation(sighting(1, 1, "x".repeat(length)), sites);
    long text = 1 + (long) sites * (6 + 2 * length);
    assertThat(taken(observation)).isEqualTo(sites <= 64 && text <= 100_000);
  }
}
