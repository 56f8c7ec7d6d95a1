package io.bloodraven.workflows.decision;

import static io.bloodraven.workflows.decision.Sketch.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision table, line by line; {@code iad} is active at epoch 3. See {@link Sketch}. */
final class DeciderTest {
  private static final Bar BAR = new Bar("pdx", "its-own:1-3", 3, false);
  private static final Recovery BLOCKED =
      new Recovery(
          "pdx",
          Recovery.Stage.BLOCKED,
          3,
          "pod-pdx",
          1,
          NOW.plusSeconds(100),
          "its-own:1-3",
          3,
          "divergent");

  private static final Recovery RETRY =
      new Recovery(
          "pdx", Recovery.Stage.RETRY, 3, "pod-pdx", 1, NOW.plusSeconds(7), "", 0, "no answer");

  @ParameterizedTest(name = "{0} => {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # a group that is well
          w1: iad=WRITABLE pdx=CLOSED sfo=CLOSED                         | Keep
          w1: iad=WRITABLE pdx=UNKNOWN sfo=SILENT                        | Keep
          w1: iad=WRITABLE pdx=DEAD sfo=STARTING                         | Keep
          # its own sidecar says that mysqld is dead
          w1: iad=DEAD pdx=CLOSED sfo=CLOSED                             | FailOver pdx sfo
          w1: iad=DEAD pdx=SILENT sfo=CLOSED                             | FailOver pdx sfo
          w1: iad=WRITABLE pdx=CLOSED / w2: iad=DEAD pdx=CLOSED          | FailOver pdx sfo
          w1: iad=DEAD pdx=CLOSED / w2: iad=UNKNOWN pdx=CLOSED           | FailOver pdx sfo
          w1: iad=DEAD pdx=CLOSED / w2: iad=WRITABLE pdx=CLOSED          | Keep
          w1: iad=DEAD@0 pdx=CLOSED                                      | FailOver pdx sfo
          # a report from an earlier reign accuses nobody
          w1: iad=DEAD@2^2 pdx=CLOSED                                    | Alert NOT_HEARD
          # nobody to promote
          w1: iad=DEAD pdx=SILENT sfo=DEAD                               | Alert NO_CANDIDATE
          w1: iad=DEAD pdx=CLOSED# sfo=SILENT                            | Alert NO_CANDIDATE
          w1: iad=DEAD pdx=STARTING sfo=STALLED                          | Alert NO_CANDIDATE
          # silence, with and without somebody who could tell
          w1: iad=SILENT pdx=CLOSED sfo=CLOSED                           | FailOver pdx sfo
          w1: iad=SILENT pdx=SILENT sfo=SILENT                           | Alert NOT_HEARD
          w1: iad=SILENT pdx=UNKNOWN sfo=UNKNOWN                         | Alert NOT_HEARD
          w1: iad=WRITABLE pdx=CLOSED / w2: iad=SILENT pdx=CLOSED        | FailOver pdx sfo
          w1: iad=SILENT pdx=CLOSED / w2: iad=WRITABLE pdx=CLOSED        | Keep
          # an accusation that nobody repeats comes from a watcher that is gone
          w1(14s): iad=SILENT pdx=CLOSED sfo=CLOSED                      | FailOver pdx sfo
          w1(16s): iad=SILENT pdx=CLOSED sfo=CLOSED                      | Alert NOT_HEARD
          w1(16s): iad=DEAD pdx=CLOSED sfo=CLOSED                        | Alert NOT_HEARD
          w1(60s): iad=WRITABLE pdx=CLOSED / w2(20s): iad=DEAD pdx=CLOSED | Keep
          # not knowing does not fail over
          w1: iad=UNKNOWN pdx=CLOSED sfo=CLOSED                          | Alert NOT_HEARD
          w1: iad=WRITABLE pdx=CLOSED / w2: iad=UNKNOWN pdx=CLOSED       | Keep
          # a server that lives and takes no write: its data are at hand, so nothing may be lost
          w1: iad=STALLED pdx=CLOSED sfo=CLOSED                          | FailOver pdx sfo without loss
          w1: iad=STALLED pdx=CLOSED> sfo=CLOSED                         | FailOver pdx sfo without loss
          w1: iad=STALLED pdx=STARTING sfo=STALLED                       | Alert STALLED
          w1: iad=STALLED pdx=CLOSED# sfo=SILENT                         | Alert STALLED
          w1(16s): iad=STALLED pdx=CLOSED sfo=CLOSED                     | Alert NOT_HEARD
          w1: iad=STALLED@2^2 pdx=CLOSED                                 | Alert NOT_HEARD
          w1: iad=STALLED pdx=CLOSED / w2: iad=WRITABLE pdx=CLOSED       | Keep
          # coming back by itself, or not
          w1: iad=STARTING pdx=CLOSED sfo=CLOSED                         | Keep
          w1: iad=CLOSED@3 pdx=CLOSED sfo=CLOSED                         | Keep
          w1: iad=CLOSED pdx=CLOSED sfo=CLOSED                           | Reassert iad pdx sfo
          # it took the Lease for a failover that ended before it was told to open
          w1: iad=CLOSED@4^4 pdx=CLOSED sfo=CLOSED                       | Reassert iad pdx sfo
          w1: iad=CLOSED^4 pdx=CLOSED^4 sfo=SILENT                       | Reassert iad pdx sfo
          w1: iad=CLOSED^2 pdx=CLOSED sfo=CLOSED                         | Alert NOT_HEARD
          # a peer that has seen more can no longer vouch
          w1: iad=WRITABLE pdx=CLOSED^4 sfo=CLOSED                       | Reassert iad pdx sfo
          # a site that is open and must not be
          w1: iad=WRITABLE pdx=WRITABLE@2 sfo=CLOSED                     | FenceStray pdx@2
          w1: iad=DEAD pdx=CLOSED sfo=WRITABLE@1                         | FenceStray sfo@1
          # an epoch above ours is in force
          w1: iad=CLOSED pdx=WRITABLE@5^5 sfo=WRITABLE@4^5               | Adopt pdx@5
          w1: iad=WRITABLE@4^4 pdx=CLOSED                                | Adopt iad@4
          # putting sites right, while the active one is open
          w1: iad=WRITABLE pdx=CLOSED> sfo=CLOSED                        | Rejoin pdx
          w1: iad=WRITABLE pdx=CLOSED! sfo=CLOSED                        | Rejoin pdx
          w1: iad=WRITABLE pdx=CLOSED>sfo sfo=CLOSED                     | Repoint pdx
          w1: iad=WRITABLE pdx=CLOSED>ams sfo=CLOSED                     | Repoint pdx
          w1: iad=WRITABLE pdx=CLOSED># sfo=CLOSED                       | Clone pdx from iad
          w1: iad=WRITABLE pdx=STARTING> sfo=CLOSED>                     | Rejoin sfo
          """)
  void decides(String reports, String decision) {
    assertThat(Sketch.word(Decider.decide(Sketch.of(reports)))).isEqualTo(decision);
  }

  @ParameterizedTest(name = "during the cooldown: {0} => {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          w1: iad=DEAD pdx=CLOSED sfo=CLOSED     | FailOver pdx sfo without loss
          w1: iad=SILENT pdx=CLOSED sfo=CLOSED   | Alert COOLDOWN
          w1: iad=STALLED pdx=CLOSED sfo=CLOSED  | Alert STALLED
          w1: iad=CLOSED pdx=CLOSED sfo=CLOSED   | Reassert iad pdx sfo
          w1: iad=WRITABLE pdx=CLOSED> sfo=CLOSED | Rejoin pdx
          """)
  void coolsDown(String reports, String decision) {
    assertThat(Sketch.word(Decider.decide(Sketch.coolingDown(Sketch.of(reports)))))
        .isEqualTo(decision);
  }

  @ParameterizedTest(name = "just tried: {0} => {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          w1: iad=DEAD pdx=CLOSED sfo=CLOSED           | Keep, look again in 2 s
          w1: iad=SILENT pdx=CLOSED sfo=CLOSED         | Keep, look again in 2 s
          w1: iad=STALLED pdx=CLOSED sfo=CLOSED        | Keep, look again in 2 s
          w1: iad=CLOSED pdx=CLOSED sfo=CLOSED         | Keep, look again in 2 s
          w1: iad=DEAD pdx=CLOSED sfo=WRITABLE@1       | FenceStray sfo@1
          w1: iad=WRITABLE pdx=CLOSED> sfo=CLOSED      | Rejoin pdx
          """)
  void doesNotTryAgainAtOnce(String reports, String decision) {
    assertThat(Sketch.word(Decider.decide(Sketch.quiet(Sketch.of(reports))))).isEqualTo(decision);
  }

  @ParameterizedTest(name = "{0}, {1} s after the start => {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          w1: iad=STARTING# pdx=UNKNOWN#        |  5 | Keep
          w1: iad=CLOSED@0^0# pdx=STARTING#     |  5 | Keep, look again in 55 s
          w1: iad=CLOSED@0^0# pdx=CLOSED@0^0#   |  5 | Bootstrap iad pdx
          w1: iad=SILENT pdx=CLOSED@0^0#        | 61 | Bootstrap iad pdx
          w1: iad=CLOSED@0^7 pdx=WRITABLE@7^7   |  5 | Adopt pdx@7
          """)
  void opensTheFirstSite(String reports, long secondsSince, String decision) {
    GroupSnapshot group =
        Sketch.since(
            Sketch.of(Sketch.spec("iad", "pdx"), "", 0, reports), NOW.minusSeconds(secondsSince));
    assertThat(Sketch.word(Decider.decide(group))).isEqualTo(decision);
  }

  @Test
  void whatWasHeardBeforeTheOpeningSaysNothing() {
    GroupSnapshot group =
        Sketch.of("w1(30s): iad=SILENT pdx=CLOSED / w2(5s): iad=WRITABLE pdx=CLOSED sfo=CLOSED");
    assertThat(Sketch.word(Decider.decide(Sketch.since(group, NOW.minusSeconds(10)))))
        .isEqualTo("Keep");
    assertThat(Sketch.word(Decider.decide(Sketch.since(group, NOW.minusSeconds(1)))))
        .isEqualTo("Alert NOT_HEARD");
  }

  @ParameterizedTest(name = "pdx in {0}, to be tried in {1} s, found at epoch {2} => {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RETRY       |  0 | 3 | Rejoin pdx
          RETRY       | 20 | 3 | Keep, look again in 20 s
          RETRY       | 20 | 2 | Rejoin pdx
          NEEDS_CLONE |  0 | 3 | Clone pdx from iad
          BLOCKED     |  0 | 3 | Keep
          BLOCKED     |  0 | 2 | Rejoin pdx
          """)
  void remembersWhatCameOfARepair(Recovery.Stage stage, long dueIn, long epoch, String decision) {
    Recovery recovery =
        new Recovery("pdx", stage, epoch, "pod-pdx", 1, NOW.plusSeconds(dueIn), "", 0, "");
    GroupSnapshot group = Sketch.of("w1: iad=WRITABLE pdx=CLOSED> sfo=CLOSED");
    assertThat(Sketch.word(Decider.decide(Sketch.with(group, recovery)))).isEqualTo(decision);
  }

  @ParameterizedTest(name = "pdx barred: {0} => {1}, admitted: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          w1: iad=DEAD pdx=CLOSED> sfo=CLOSED           | FailOver sfo              | FailOver sfo
          w1: iad=DEAD pdx=CLOSED> sfo=SILENT           | Alert NO_CANDIDATE        | FailOver pdx
          w1: iad=DEAD pdx=CLOSED> sfo=CLOSED#          | Alert NO_CANDIDATE        | FailOver pdx
          w1: iad=SILENT pdx=CLOSED> sfo=CLOSED         | FailOver sfo              | FailOver sfo
          w1: iad=SILENT pdx=CLOSED> sfo=SILENT         | Alert NO_CANDIDATE        | FailOver pdx
          w1: iad=STALLED pdx=CLOSED> sfo=CLOSED        | FailOver sfo without loss | FailOver sfo without loss
          w1: iad=STALLED pdx=CLOSED> sfo=SILENT        | Alert STALLED             | Alert STALLED
          w1: iad=CLOSED pdx=CLOSED> sfo=CLOSED         | Reassert iad sfo          | Reassert iad sfo
          w1: iad=CLOSED pdx=CLOSED> sfo=SILENT         | Reassert iad sfo          | Reassert iad sfo
          w1: iad=CLOSED# pdx=CLOSED> sfo=CLOSED        | Reassert iad sfo          | Reassert iad sfo
          w1: iad=CLOSED# pdx=CLOSED> sfo=SILENT        | Alert NO_CANDIDATE        | FailOver pdx
          # a word of an earlier reign, without data, says nothing of what the site has
          w1: iad=CLOSED pdx=CLOSED> sfo=SILENT / w2: iad=DEAD@2^2# pdx=CLOSED> sfo=SILENT | Reassert iad sfo | Reassert iad sfo
          w1: iad=WRITABLE pdx=CLOSED^4> sfo=CLOSED     | Reassert iad sfo          | Rejoin pdx
          w1: iad=STARTING pdx=CLOSED> sfo=SILENT       | Keep                      | Keep
          w1: iad=WRITABLE pdx=CLOSED> sfo=CLOSED       | Keep                      | Rejoin pdx
          w1: iad=WRITABLE pdx=WRITABLE@2 sfo=CLOSED    | FenceStray pdx@2          | FenceStray pdx@2
          w1: iad=CLOSED pdx=WRITABLE@5^5 sfo=CLOSED^5  | Adopt pdx@5               | Adopt pdx@5
          """)
  void aBarredSiteIsNotPromotedAndAnAdmittedOneIsALastResort(
      String reports, String barred, String admitted) {
    GroupSnapshot group = Sketch.with(Sketch.of(reports), BLOCKED);
    assertThat(Sketch.word(Decider.decide(Sketch.barred(group, BAR)))).isEqualTo(barred);
    assertThat(Sketch.word(Decider.decide(Sketch.barred(group, BAR.with(true)))))
        .isEqualTo(admitted);
  }

  @Test
  void aPersonsWordIsNotHeldUpByTheCooldown() {
    for (String active : List.of("DEAD", "SILENT")) {
      GroupSnapshot group =
          Sketch.coolingDown(Sketch.of("w1: iad=" + active + " pdx=CLOSED> sfo=SILENT"));
      assertThat(Sketch.word(Decider.decide(Sketch.barred(group, BAR.with(true)))))
          .isEqualTo("FailOver pdx");
    }
  }

  /** Its repair was called off, or failed, and it follows all the same. */
  @Test
  void aBarredSiteThatFollowsIsComparedAgain() {
    GroupSnapshot group = Sketch.of("w1: iad=WRITABLE pdx=CLOSED sfo=CLOSED");
    assertThat(Sketch.word(Decider.decide(Sketch.barred(group, BAR)))).isEqualTo("Rejoin pdx");
    assertThat(Sketch.word(Decider.decide(Sketch.barred(Sketch.with(group, BLOCKED), BAR))))
        .isEqualTo("Keep, look again in 100 s");
    assertThat(Sketch.word(Decider.decide(Sketch.barred(Sketch.with(group, RETRY), BAR))))
        .isEqualTo("Keep, look again in 7 s");
  }

  /** What was heard may be old, and the site gone: no fence follows the other at once. */
  @Test
  void aBarredStrayThatWasJustFencedIsLeftForAWhile() {
    GroupSnapshot group = Sketch.of("w1: iad=WRITABLE pdx=WRITABLE@2 sfo=CLOSED");
    assertThat(Sketch.word(Decider.decide(Sketch.barred(Sketch.with(group, RETRY), BAR))))
        .isEqualTo("Keep, look again in 7 s");
  }

  @Test
  void anAlertSaysWhoIsBarred() {
    GroupSnapshot group = Sketch.of("w1: iad=DEAD pdx=CLOSED> sfo=SILENT");
    assertThat(Decider.decide(Sketch.barred(group, BAR)))
        .isInstanceOfSatisfying(
            Decision.Alert.class,
            alert ->
                assertThat(alert.message())
                    .contains("barred for transactions that the group lacks: pdx; a person may"));
  }

  @Test
  void aNewPodIsLookedAtAfresh() {
    Recovery recovery =
        new Recovery("pdx", Recovery.Stage.BLOCKED, 3, "another pod", 1, NOW, "", 0, "");
    GroupSnapshot group = Sketch.of("w1: iad=WRITABLE pdx=CLOSED> sfo=CLOSED");
    assertThat(Sketch.word(Decider.decide(Sketch.with(group, recovery)))).isEqualTo("Rejoin pdx");
  }

  @Test
  void aBusySiteIsLeftAlone() {
    GroupSnapshot group = Sketch.of("w1: iad=WRITABLE pdx=CLOSED> sfo=CLOSED>");
    assertThat(Sketch.word(Decider.decide(Sketch.busy(group, "pdx")))).isEqualTo("Rejoin sfo");
  }

  @Test
  void theNextAttemptComesLaterAndLater() {
    assertThat(Recovery.pauseAfter(0)).isEqualTo(Duration.ofSeconds(5));
    assertThat(Recovery.pauseAfter(1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(Recovery.pauseAfter(2)).isEqualTo(Duration.ofSeconds(10));
    assertThat(Recovery.pauseAfter(1000)).isEqualTo(Duration.ofSeconds(320));
  }

  @Test
  void nothingIsKnown() {
    GroupSnapshot group = Sketch.of(Sketch.spec("iad", "pdx"), "", 0, "");
    assertThat(Sketch.word(Decider.decide(Sketch.since(group, Instant.EPOCH)))).isEqualTo("Keep");
  }
}
