package io.bloodraven.workflows.decision;

import static io.bloodraven.workflows.decision.Sketch.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every decision, whatever is reported. */
final class DeciderPropertyTest {
  private static final List<String> SITES = List.of("iad", "pdx", "sfo");
  private static final String DATA = "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-9";

  @Provide
  Arbitrary<GroupSnapshot> groups() {
    return Combinators.combine(
            Arbitraries.of("iad", "pdx", "sfo", ""),
            Arbitraries.longs().between(0, 3),
            reports().list().ofMaxSize(4),
            instants(),
            instants(),
            recoveries().list().ofMaxSize(2),
            bars().list().ofMaxSize(2),
            Arbitraries.of(SITES).set().ofMaxSize(2))
        .as(DeciderPropertyTest::snapshot);
  }

  private static GroupSnapshot snapshot(
      String active,
      long epoch,
      List<Report> reports,
      Instant cooldown,
      Instant quiet,
      List<Recovery> recoveries,
      List<Bar> bars,
      Set<String> busy) {
    Map<String, Bar> barsBySite = new HashMap<>();
    bars.stream()
        .filter(bar -> !bar.site().equals(active))
        .forEach(bar -> barsBySite.put(bar.site(), bar));
    Map<String, Recovery> bySite = new HashMap<>();
    recoveries.forEach(recovery -> bySite.put(recovery.site(), recovery));
    return new GroupSnapshot(
        Sketch.spec("iad", "pdx", "sfo"),
        active,
        active.isEmpty() ? 0 : epoch,
        NOW.minusSeconds(30),
        cooldown,
        quiet,
        reports,
        bySite,
        barsBySite,
        busy,
        NOW);
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.integers().between(-40, 40).map(NOW::plusSeconds);
  }

  private static Arbitrary<Recovery> recoveries() {
    return Combinators.combine(
            Arbitraries.of(SITES), Arbitraries.of(Recovery.Stage.values()), instants())
        .as((site, stage, when) -> new Recovery(site, stage, 2, "pod", 1, when, "", 0, ""));
  }

  private static Arbitrary<Bar> bars() {
    return Combinators.combine(Arbitraries.of(SITES), Arbitraries.of(true, false))
        .as((site, admitted) -> new Bar(site, DATA, 9, admitted));
  }

  private static Arbitrary<Report> reports() {
    Arbitrary<List<Sighting>> sightings =
        Combinators.combine(SITES.stream().map(DeciderPropertyTest::sightings).toList())
            .as(list -> list);
    return Combinators.combine(Arbitraries.of("w1", "w2", "w3"), sightings, instants())
        .as((witness, sites, when) -> new Report(new Observation(witness, 1, NOW, sites), when));
  }

  private static Arbitrary<Sighting> sightings(String site) {
    return Combinators.combine(
            Arbitraries.of(Verdict.class),
            Arbitraries.longs().between(0, 4),
            Arbitraries.longs().between(0, 4),
            Arbitraries.of("", DATA),
            Arbitraries.of("", "iad", "pdx", "nowhere"),
            Arbitraries.of("ON", "OFF", "CONNECTING", "?"))
        .as((verdict, highest, holding, data, source, receiver) ->
            new Sighting(
                site,
                verdict,
                "pod",
                highest,
                holding,
                data,
                data,
                source.isEmpty()
                    ? null
                    : new Replication(
                        Sketch.REF.internalHost(source), receiver, true, "", "", -1, -1),
                true,
                List.of(),
                false));
  }

  @Property(tries = 2000)
  void whatNobodySawIsNeverDone(@ForAll("groups") GroupSnapshot group) {
    Decision decision = Decider.decide(group);
    switch (decision) {
      case Decision.FailOver failOver -> {
        boolean stalled = saw(group, group.activeSite(), Verdict.STALLED);
        assertThat(
                saw(group, group.activeSite(), Verdict.DEAD, Verdict.SILENT)
                    || (stalled && failOver.lossFreeOnly())
                    || (sawEmpty(group, group.activeSite())
                        && failOver.candidates().stream().allMatch(group::isAdmitted)))
            .isTrue();
        assertThat(failOver.candidates())
            .doesNotContain(group.activeSite())
            .allMatch(site -> !group.isBarred(site) || group.isAdmitted(site));
        assertThat(
                failOver.candidates().stream().anyMatch(site -> saw(group, site, Verdict.CLOSED)))
            .isTrue();
      }
      case Decision.FenceStray stray ->
          assertThat(saw(group, stray.site(), Verdict.WRITABLE)).isTrue();
      case Decision.Adopt adopt -> {
        assertThat(saw(group, adopt.site(), Verdict.WRITABLE)).isTrue();
        assertThat(adopt.epoch()).isGreaterThan(group.epoch());
      }
      case Decision.Rejoin rejoin -> assertRepairable(group, rejoin.site());
      case Decision.Repoint repoint -> assertRepairable(group, repoint.site());
      case Decision.Clone clone -> assertRepairable(group, clone.site());
      case Decision.Bootstrap _ -> assertThat(group.activeSite()).isEmpty();
      case Decision.Reassert reassert ->
          assertThat(reassert.candidates())
              .startsWith(group.activeSite())
              .noneMatch(group::isBarred);
      case Decision.Alert _, Decision.Keep _ -> {
        // nothing is done
      }
    }
  }

  @Property(tries = 2000)
  void nobodyIsDeposedWhomEverybodySeesOpen(@ForAll("groups") GroupSnapshot group) {
    List<Report> allWell =
        group.reports().stream().map(report -> withActiveOpen(group, report)).toList();
    GroupSnapshot well = Sketch.hearing(group, allWell);
    assertThat(Decider.decide(well)).isNotInstanceOf(Decision.FailOver.class);
  }

  @Property(tries = 2000)
  void whatIsDoneIsNotDecidedAgain(@ForAll("groups") GroupSnapshot group) {
    GroupSnapshot all = Sketch.busy(Sketch.quiet(group), SITES.toArray(String[]::new));
    assertThat(Decider.decide(all))
        .isInstanceOfAny(Decision.Keep.class, Decision.Alert.class, Decision.Adopt.class);
  }

  @Property(tries = 2000)
  void timeIsNeverWaitedForInThePast(@ForAll("groups") GroupSnapshot group) {
    switch (Decider.decide(group)) {
      case Decision.Keep keep ->
          assertThat(keep.lookAgainAt().stream().toList()).allMatch(at -> at.isAfter(group.now()));
      case Decision.Alert alert ->
          assertThat(alert.lookAgainAt().stream().toList()).allMatch(at -> at.isAfter(group.now()));
      default -> {
        // does not wait
      }
    }
  }

  private static void assertRepairable(GroupSnapshot group, String site) {
    assertThat(site).isNotEqualTo(group.activeSite());
    assertThat(group.busy()).doesNotContain(site);
    assertThat(saw(group, site, Verdict.CLOSED)).isTrue();
    assertThat(saw(group, group.activeSite(), Verdict.WRITABLE)).isTrue();
  }

  private static boolean saw(GroupSnapshot group, String site, Verdict... verdicts) {
    return group.reports().stream()
        .flatMap(report -> report.about(site).stream())
        .anyMatch(seen -> List.of(verdicts).contains(seen.verdict()));
  }

  private static boolean sawEmpty(GroupSnapshot group, String site) {
    return group.reports().stream()
        .flatMap(report -> report.about(site).stream())
        .anyMatch(seen -> seen.verdict() == Verdict.CLOSED && seen.gtidReceived().isEmpty());
  }

  private static Report withActiveOpen(GroupSnapshot group, Report report) {
    return new Report(
        new Observation(
            report.observation().vantagePoint(),
            1,
            NOW,
            report.observation().sites().stream()
                .map(seen ->
                    seen.site().equals(group.activeSite())
                        ? new Sighting(
                            seen.site(),
                            Verdict.WRITABLE,
                            "pod",
                            group.epoch(),
                            group.epoch(),
                            DATA,
                            DATA,
                            null,
                            true,
                            List.of(),
                            false)
                        : seen)
                .toList()),
        report.receivedAt());
  }
}
