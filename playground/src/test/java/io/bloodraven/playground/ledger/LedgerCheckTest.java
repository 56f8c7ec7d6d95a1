package io.bloodraven.playground.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ledgers written by hand: times are milliseconds, the fault is at 100. */
class LedgerCheckTest {
  private static final long FAULT = TimeUnit.MILLISECONDS.toNanos(100);

  private final List<Attempt> ledger = new ArrayList<>();
  private final Set<Long> rows = new HashSet<>();

  @Test
  void measuresACleanMove() {
    acked("iad", "A", 80, 85);
    acked(Target.SERVICE, "A", 90, 95);
    unknown("iad", "A", 97, 101);
    refused("pdx", "B", 300, 301);
    acked("pdx", "B", 700, 710);
    acked(Target.SERVICE, "B", 800, 820);

    LedgerReport report = check();
    assertThat(report.oldServer()).isEqualTo("A");
    assertThat(report.newServer()).isEqualTo("B");
    assertThat(report.opened()).isEqualTo(new WriteGap(610, 615));
    assertThat(report.routed()).isEqualTo(new WriteGap(720, 725));
    assertThat(report.lateAcks()).isEmpty();
    assertThat(report.overlapMillis()).isZero();
    assertThat(report.reigns()).hasSize(2);
    assertThat(report.lost()).isEmpty();
    assertThat(report.keptThoughRefused()).isEmpty();
    assertThat(List.of(report.acked(), report.failed(), report.unknown(), report.unknownKept()))
        .containsExactly(4L, 1L, 1L, 0L);
  }

  @Test
  void countsTheGapFromAnAckAfterTheFaultWhenThereIsOne() {
    acked("iad", "A", 90, 95);
    acked("iad", "A", 140, 150);
    acked("pdx", "B", 700, 710);
    assertThat(check().opened()).isEqualTo(new WriteGap(610, 560));
  }

  @Test
  void countsWhatWasUnderWayAndAnsweredTooLate() {
    acked("iad", "A", 80, 85);
    acked("iad", "A", 90, 900);
    unknown("iad", "A", 95, 1000);
    acked("iad", "A", 98, 101);
    acked("pdx", "B", 700, 710);
    assertThat(check().underWay()).isEqualTo(3);
    assertThat(check().tardyAcks()).isEqualTo(1);
    assertThat(check().lateAcks()).isEmpty();
  }

  @Test
  void findsAnAckedWriteThatIsLost() {
    acked("iad", "A", 80, 85);
    long lost = acked("iad", "A", 90, 95);
    acked("pdx", "B", 700, 710);
    rows.remove(lost);
    assertThat(check().lost()).containsExactly(lost);
  }

  @Test
  void doesNotCallAnUnansweredWriteLost() {
    acked("iad", "A", 80, 85);
    unknown("iad", "A", 90, 1090);
    long kept = unknown("iad", "A", 95, 1095);
    rows.add(kept);
    acked("pdx", "B", 700, 710);
    assertThat(check().lost()).isEmpty();
    assertThat(check().unknownKept()).isEqualTo(1);
  }

  @Test
  void findsARefusedWriteThatHappened() {
    acked("iad", "A", 80, 85);
    long ghost = refused("pdx", "B", 90, 91);
    rows.add(ghost);
    assertThat(check().keptThoughRefused()).containsExactly(ghost);
  }

  @Test
  void findsWritesAtTheOldServerAfterTheFirstAtTheNew() {
    acked("iad", "A", 80, 85);
    acked("pdx", "B", 700, 710);
    acked("iad", "A", 711, 712);
    acked("iad", "A", 750, 760);
    LedgerReport report = check();
    assertThat(report.lateAcks()).hasSize(2);
    assertThat(report.overlapMillis()).isEqualTo(40);
    assertThat(report.reigns()).extracting(Attempt::server).containsExactly("A", "B", "A");
  }

  @Test
  void findsThemThroughTheServiceToo() {
    acked(Target.SERVICE, "A", 80, 85);
    acked("pdx", "B", 700, 710);
    acked(Target.SERVICE, "A", 720, 721);
    assertThat(check().lateAcks()).hasSize(1);
  }

  @Test
  void holdsNothingAgainstWritesThatMerelyOverlap() {
    acked("iad", "A", 80, 85);
    acked("iad", "A", 98, 720);
    acked("pdx", "B", 700, 710);
    acked("iad", "A", 705, 706);
    acked("pdx", "B", 715, 719);
    LedgerReport report = check();
    assertThat(report.lateAcks()).isEmpty();
    assertThat(report.reigns()).hasSize(2);
  }

  @Test
  void findsASecondOpenSiteBeforeTheFault() {
    acked("iad", "A", 10, 15);
    acked("pdx", "B", 20, 25);
    acked("iad", "A", 80, 85);
    acked("pdx", "B", 700, 710);
    LedgerReport report = check();
    assertThat(report.lateAcks()).hasSize(1);
    assertThat(report.reigns()).extracting(Attempt::server).containsExactly("A", "B", "A", "B");
  }

  @Test
  void findsAThirdServer() {
    acked("iad", "A", 80, 85);
    acked("pdx", "B", 700, 710);
    acked("sfo", "C", 720, 725);
    acked("pdx", "B", 730, 735);
    assertThat(check().reigns()).extracting(Attempt::server).containsExactly("A", "B", "C", "B");
  }

  @Test
  void saysThatNobodyTookOver() {
    acked("iad", "A", 80, 85);
    refused("pdx", "B", 90, 91);
    LedgerReport report = check();
    assertThat(report.newServer()).isEmpty();
    assertThat(report.opened()).isNull();
    assertThat(report.routed()).isNull();
  }

  @Test
  void saysWhenTheServiceNeverFollowed() {
    acked(Target.SERVICE, "A", 80, 85);
    acked("pdx", "B", 700, 710);
    assertThat(check().opened()).isNotNull();
    assertThat(check().routed()).isNull();
  }

  @Test
  void countsFromTheFaultWhenTheOldServerHadNoAckThatWay() {
    acked("iad", "A", 80, 85);
    acked(Target.SERVICE, "B", 700, 710);
    assertThat(check().routed()).isEqualTo(new WriteGap(610, 610));
  }

  @Test
  void readsAnEmptyLedger() {
    LedgerReport report = check();
    assertThat(report.oldServer()).isEmpty();
    assertThat(report.reigns()).isEmpty();
  }

  private LedgerReport check() {
    return new LedgerCheck(ledger, rows, FAULT).report();
  }

  private long acked(String target, String server, long start, long end) {
    long id = add(target, server, Outcome.ACKED, start, end);
    rows.add(id);
    return id;
  }

  private long unknown(String target, String server, long start, long end) {
    return add(target, server, Outcome.UNKNOWN, start, end);
  }

  private long refused(String target, String server, long start, long end) {
    return add(target, server, Outcome.FAILED, start, end);
  }

  private long add(String target, String server, Outcome outcome, long start, long end) {
    long id = ledger.size() + 1L;
    ledger.add(
        new Attempt(
            id,
            target,
            server,
            outcome,
            TimeUnit.MILLISECONDS.toNanos(start),
            TimeUnit.MILLISECONDS.toNanos(end),
            outcome == Outcome.ACKED ? "" : "1290"));
    return id;
  }
}
