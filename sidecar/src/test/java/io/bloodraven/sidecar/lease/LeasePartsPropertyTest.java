package io.bloodraven.sidecar.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The small parts of the lease, whatever they are fed with. */
class LeasePartsPropertyTest {
  private static final String SELF = "iad";
  private static final List<String> SITES = List.of("iad", "pdx", "sfo", "lhr");
  private static final LeaseTimings TIMINGS = new LeaseTimings(6_000, 1_000, 300_000);

  @Provide
  Arbitrary<List<String>> electorates() {
    return Arbitraries.of(SITES).list().uniqueElements().ofMaxSize(4);
  }

  @Provide
  Arbitrary<Set<String>> answers() {
    return Arbitraries.of(SITES).set().ofMaxSize(4);
  }

  /** A later promise never ends earlier, and a proof about another epoch releases nothing. */
  @Property
  void promisesOnlyGrowUntilTheirHolderIsProvenClosed(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(max = 10_000) Long> pauses,
      @ForAll @LongRange(min = 1, max = 50) long epoch,
      @ForAll @LongRange(min = 1, max = 50) long proven) {
    Promise promise = new Promise(6_260);
    long now = 6_260;
    for (long pause : pauses) {
      long before = promise.until();
      now += pause;
      promise.give(epoch, now, 6_260);
      assertThat(promise.until()).isGreaterThanOrEqualTo(before).isGreaterThan(now);
    }
    long before = promise.until();
    promise.release(proven);
    assertThat(promise.until()).isEqualTo(proven == epoch ? LeaseTimings.NEVER : before);
  }

  /** The promise of a start is given to nobody known: no proof ends it. */
  @Property
  void amnesiaIsNotReleased(@ForAll @LongRange(min = 0) long proven) {
    Promise promise = new Promise(6_260);
    promise.release(proven);
    assertThat(promise.until()).isEqualTo(6_260);
  }

  /** While a change is in flight a round counts only with a yes of every other site of both. */
  @Property
  void aRoundCoversAllOfBothElectorates(
      @ForAll("electorates") List<String> before,
      @ForAll("electorates") List<String> dropped,
      @ForAll("answers") Set<String> yes) {
    Electorate electorate = new Electorate(SELF, before, dropped, 0);
    long now = TIMINGS.electorateGrace();
    dropped.forEach(site -> electorate.vouched(site, true, now));
    LeaseRecord lease = new LeaseRecord("1", 1, SELF, "pod", before, dropped);
    List<String> after =
        electorate.propose(lease, TIMINGS, now).map(LeaseRecord::electorate).orElse(before);
    Set<String> both = new HashSet<>(before);
    both.addAll(after);
    both.remove(SELF);
    assertThat(electorate.mustVouch()).isEqualTo(both);

    VouchRounds rounds = new VouchRounds();
    rounds.begin(1, now, electorate.asked());
    Set<String> heard = new HashSet<>();
    for (String site : yes) {
      long counted = rounds.granted(1, site, electorate.mustVouch());
      if (electorate.asked().contains(site)) {
        heard.add(site);
      }
      boolean all = heard.containsAll(both) && electorate.asked().contains(site);
      assertThat(counted).isEqualTo(all ? now : LeaseTimings.NEVER);
    }
  }

  /** What is on disk never goes back, in whatever order epochs come in. */
  @Property
  void noEpochIsForgotten(@ForAll @Size(max = 30) List<@LongRange(max = 1_000) Long> epochs) {
    StoredState state = StoredState.EMPTY;
    for (long epoch : epochs) {
      StoredState next =
          switch ((int) (epoch % 4)) {
            case 0 -> state.seen(epoch);
            case 1 -> state.taken(epoch, "iad");
            case 2 -> state.fencedFor("reason " + epoch);
            default -> state.electing(SITES, List.of()).granted(epoch, "pod");
          };
      assertThat(next.highestEpoch()).isGreaterThanOrEqualTo(state.highestEpoch());
      assertThat(next.takenEpoch()).isGreaterThanOrEqualTo(state.takenEpoch());
      state = next;
    }
  }
}
