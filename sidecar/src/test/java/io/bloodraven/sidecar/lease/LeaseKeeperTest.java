package io.bloodraven.sidecar.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenReply;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.api.lease.VouchReply;
import io.bloodraven.api.lease.VouchRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules one by one, at site {@code pdx}; L is 6,000 and others wait 6,260. */
class LeaseKeeperTest {
  private static final LeaseTimings TIMINGS = new LeaseTimings(6_000, 1_000, 20_000);
  private static final long HOLD = 6_260;
  private static final Self PDX = new Self("ns", "g", "pdx", "pod-p");

  private LeaseKeeper keeper = new LeaseKeeper(PDX, TIMINGS, null, 0);
  private long now;
  private long ticket;

  private List<LeaseAction> hear(LeaseEvent event) {
    return keeper.on(event, now);
  }

  private List<LeaseAction> tick() {
    return hear(new LeaseEvent.Tick(now));
  }

  private static <T> @Nullable T first(List<LeaseAction> actions, Class<T> type) {
    return actions.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
  }

  private static <T extends Record> T reply(List<LeaseAction> actions, Class<T> type) {
    LeaseAction.Answer answer = first(actions, LeaseAction.Answer.class);
    assertThat(answer).isNotNull();
    return type.cast(answer.reply());
  }

  private static LeaseRecord lease(String version, long epoch, String site, String... electorate) {
    return new LeaseRecord(
        version,
        epoch,
        site,
        site.isEmpty() ? "" : "pod-" + site.charAt(0),
        List.of(electorate),
        List.of());
  }

  private List<LeaseAction> read(LeaseRecord lease) {
    return hear(new LeaseEvent.LeaseRead(lease, now));
  }

  private VouchReply vouch(long epoch) {
    return reply(
        hear(
            new LeaseEvent.VouchAsked(
                ++ticket, new VouchRequest("ns", "g", "iad", "pod-i", epoch))),
        VouchReply.class);
  }

  private List<LeaseAction> claim(long epoch, FenceProof... proofs) {
    return hear(
        new LeaseEvent.ClaimAsked(
            ++ticket, new ClaimRequest("ns", "g", "pdx", epoch, List.of(proofs))));
  }

  private List<LeaseAction> fence(long epoch, boolean onlyIfDead) {
    return hear(
        new LeaseEvent.FenceAsked(
            ++ticket, new FenceRequest("ns", "g", "pdx", epoch, onlyIfDead, "why")));
  }

  private List<LeaseAction> open(long epoch) {
    return hear(
        new LeaseEvent.OpenAsked(
            ++ticket, new OpenRequest("ns", "g", "pdx", epoch, List.of(), 5_000)));
  }

  private List<LeaseAction> server(ServerState state) {
    return hear(new LeaseEvent.ServerSeen(state, false, 0, "", false));
  }

  /** Claims and lets the write succeed. */
  private ClaimReply take(long epoch, FenceProof... proofs) {
    LeaseAction.WriteLease write = first(claim(epoch, proofs), LeaseAction.WriteLease.class);
    assertThat(write).isNotNull();
    LeaseRecord wanted = write.lease();
    LeaseRecord written =
        new LeaseRecord(
            "9" + wanted.version(),
            wanted.epoch(),
            wanted.holderSite(),
            wanted.holderPodUid(),
            wanted.electorate(),
            wanted.dropped());
    return reply(hear(new LeaseEvent.LeaseWritten(write.write(), written)), ClaimReply.class);
  }

  /** Holder of epoch 2 in the open, taken from a dead holder long gone. */
  private void openAtTwo(String... electorate) {
    read(lease("1", 1, "iad", electorate));
    server(ServerState.UP);
    now = 10_000;
    take(2);
    LeaseAction.Open order = first(open(2), LeaseAction.Open.class);
    assertThat(order).isNotNull();
    hear(new LeaseEvent.Opened(order.order(), ""));
    assertThat(keeper.isOpen()).isTrue();
  }

  @Test
  void withoutMemoryItVouchesOnlyAfterHavingReadTheLease() {
    assertThat(vouch(1).refusal()).isEqualTo(Refusal.LEASE_UNREAD);
    read(lease("1", 1, "iad", "iad", "pdx"));
    assertThat(vouch(1).granted()).isTrue();
  }

  @Test
  void withItsMemoryItVouchesAtOnce() {
    keeper =
        new LeaseKeeper(
            PDX,
            TIMINGS,
            new StoredState(3, 3, "", 0, "", List.of("iad", "pdx"), List.of(), ""),
            0);
    assertThat(vouch(2)).isEqualTo(new VouchReply(false, Refusal.STALE_EPOCH, 3, false));
    assertThat(vouch(3).granted()).isTrue();
  }

  @Test
  void aSuccessorPodIsNotTheHolder() {
    read(new LeaseRecord("1", 1, "iad", "earlier-pod", List.of("iad", "pdx"), List.of()));
    assertThat(vouch(1).refusal()).isEqualTo(Refusal.NOT_HOLDER);
  }

  @Test
  void aClaimEndsVouchingForAnythingLower() {
    read(lease("1", 1, "iad", "iad", "pdx"));
    claim(2);
    assertThat(vouch(1).refusal()).isEqualTo(Refusal.STALE_EPOCH);
  }

  @ParameterizedTest(name = "proof of {0}/{1} epoch {2} residual {3} at {4}: wait {5}")
  @CsvSource({
    // the start counts as a promise, and the record was first seen at 0
    "none, -,     0,    0,     0, 6260",
    "none, -,     0,    0,  6260,    0",
    // a proof of the very holder helps against its lease, not against a promise nobody remembers
    "iad,  pod-i, 1,    0,     0, 6260",
    // seen long ago, promised at 20,000
    "none, -,     0,    0, 20000, 6260",
    "iad,  pod-i, 1,    0, 20000,    0",
    "iad,  other, 1,    0, 20000, 6260",
    "iad,  pod-i, 2,    0, 20000, 6260",
    "sfo,  pod-i, 1,    0, 20000, 6260",
  })
  void aClaimWaitsForWhatIsNotProven(
      String site, String pod, long epoch, long residual, long at, long expected) {
    read(lease("1", 1, "iad", "iad", "pdx"));
    now = at;
    if (at == 20_000) {
      assertThat(vouch(1).granted()).isTrue();
    }
    ClaimReply reply =
        site.equals("none") ? take(2) : take(2, new FenceProof(site, pod, epoch, residual));
    assertThat(reply).isEqualTo(new ClaimReply(true, Refusal.NONE, 2, expected));
  }

  @Test
  void theResidualOfAProofIsWaitedForFromItsArrival() {
    now = 10_000;
    read(lease("1", 1, "iad", "iad", "pdx"));
    assertThat(take(2, new FenceProof("iad", "pod-i", 1, 700)).waitMillis()).isEqualTo(700);
  }

  @Test
  void nothingIsSaidOrDoneBeforeItIsOnDisk() {
    read(lease("1", 1, "iad", "iad", "pdx"));
    List<LeaseAction> actions = claim(2);
    assertThat(actions.getFirst())
        .isEqualTo(
            new LeaseAction.Persist(
                new StoredState(2, 1, "iad", 0, "", List.of("iad", "pdx"), List.of(), "")));
    server(ServerState.UP);
    now = 10_000;
    openAtTwoFrom(actions);
  }

  private void openAtTwoFrom(List<LeaseAction> claimed) {
    LeaseAction.WriteLease write = first(claimed, LeaseAction.WriteLease.class);
    assertThat(write).isNotNull();
    hear(new LeaseEvent.LeaseWritten(write.write(), lease("2", 2, "pdx", "iad", "pdx")));
    // taken long ago: a renewal comes first
    now += 1_000;
    LeaseAction.WriteLease renewal = first(tick(), LeaseAction.WriteLease.class);
    assertThat(renewal).isNotNull();
    hear(new LeaseEvent.LeaseWritten(renewal.write(), lease("3", 2, "pdx", "iad", "pdx")));
    List<LeaseAction> opening = open(2);
    assertThat(opening.get(0)).isInstanceOf(LeaseAction.Persist.class);
    assertThat(opening.get(1)).isInstanceOf(LeaseAction.Open.class);
  }

  @Test
  void aSiteOutsideTheElectorateDoesNotTakeTheLease() {
    read(lease("1", 1, "iad", "iad"));
    assertThat(reply(claim(2), ClaimReply.class).refusal()).isEqualTo(Refusal.NOT_IN_ELECTORATE);
  }

  @Test
  void aHolderStaysOpenByVouchesOfAllAndClosesWithoutThem() {
    openAtTwo("iad", "pdx", "sfo");
    now = 10_100;
    LeaseAction.AskVouch round = first(tick(), LeaseAction.AskVouch.class);
    assertThat(round).isNotNull();
    VouchReply yes = new VouchReply(true, Refusal.NONE, 2, true);
    now = 10_200;
    assertThat(hear(new LeaseEvent.VouchAnswered(round.round(), "iad", yes))).isEmpty();
    assertThat(
            first(
                hear(new LeaseEvent.VouchAnswered(round.round(), "sfo", yes)),
                LeaseAction.Extend.class))
        .isEqualTo(new LeaseAction.Extend(10_100 + 6_000));
    now = 14_099;
    assertThat(first(tick(), LeaseAction.Close.class)).isNull();
    now = 14_100;
    assertThat(first(tick(), LeaseAction.Close.class)).isNotNull();
  }

  @Test
  void aRenewalCountsFromBeforeItWasSent() {
    openAtTwo("iad", "pdx");
    now = 11_300;
    LeaseAction.WriteLease write = first(tick(), LeaseAction.WriteLease.class);
    assertThat(write).isNotNull();
    now = 12_000;
    assertThat(
            first(
                hear(
                    new LeaseEvent.LeaseWritten(
                        write.write(), lease("92", 2, "pdx", "iad", "pdx"))),
                LeaseAction.Extend.class))
        .isEqualTo(new LeaseAction.Extend(11_300 + 6_000));
  }

  @Test
  void aLeaseOfAHigherEpochClosesAtOnce() {
    openAtTwo("iad", "pdx");
    assertThat(first(read(lease("99", 3, "iad", "iad", "pdx")), LeaseAction.Close.class))
        .isNotNull();
    assertThat(keeper.view(now).holdingEpoch()).isZero();
  }

  @Test
  void aSteppedClockCountsAsTheEndOfTheLease() {
    openAtTwo("iad", "pdx");
    tick();
    now += 100;
    List<LeaseAction> actions = hear(new LeaseEvent.Tick(now + 5_000));
    assertThat(first(actions, LeaseAction.Close.class)).isNotNull();
    assertThat(keeper.view(now).holdingEpoch()).isEqualTo(2);
  }

  @Test
  void aFenceIsAcknowledgedWhenTheServerIsProvenClosedAndTheSameWayAgain() {
    openAtTwo("iad", "pdx");
    List<LeaseAction> actions = fence(3, false);
    LeaseAction.Close close = first(actions, LeaseAction.Close.class);
    assertThat(close).isNotNull();
    assertThat(first(actions, LeaseAction.Answer.class)).isNull();
    FenceReply reply = reply(hear(new LeaseEvent.Closed(close.order(), "u:1-9")), FenceReply.class);
    FenceProof proof = new FenceProof("pdx", "pod-p", 2, 0);
    assertThat(reply)
        .isEqualTo(new FenceReply(true, Refusal.NONE, 3, proof, ServerState.UP, "u:1-9", true));
    assertThat(reply(fence(3, false), FenceReply.class)).isEqualTo(reply);
    assertThat(reply(fence(2, false), FenceReply.class).refusal()).isEqualTo(Refusal.STALE_EPOCH);
  }

  @Test
  void aLookFromBeforeTheServerWasClosedTakesNothingBack() {
    openAtTwo("iad", "pdx");
    LeaseAction.Close close = first(fence(3, false), LeaseAction.Close.class);
    assertThat(close).isNotNull();
    hear(new LeaseEvent.Closed(close.order(), "u:1-9"));
    hear(new LeaseEvent.ServerSeen(ServerState.UP, true, 0, "u:1-7", false));
    assertThat(executed()).isEqualTo("u:1-9 exact");
    hear(new LeaseEvent.ServerSeen(ServerState.STALLED, false, 0, "u:1-7", false));
    assertThat(executed()).isEqualTo("u:1-9 exact");
    hear(new LeaseEvent.ServerSeen(ServerState.UP, false, close.order(), "u:1-12", true));
    assertThat(executed()).isEqualTo("u:1-12 exact");
  }

  @Test
  void whatADeadServerHadIsNotKnownUntilItIsBack() {
    openAtTwo("iad", "pdx");
    hear(new LeaseEvent.ServerSeen(ServerState.UP, true, 1, "u:1-9", false));
    hear(new LeaseEvent.ServerSeen(ServerState.DEAD, false, 1, "u:1-9", false));
    assertThat(executed()).isEqualTo("u:1-9");
    hear(new LeaseEvent.ServerSeen(ServerState.STARTING, false, 1, "u:1-9", false));
    assertThat(executed()).isEqualTo("u:1-9");
  }

  @Test
  void whatAKilledServerHadIsNotKnown() {
    openAtTwo("iad", "pdx");
    LeaseAction.Close close = first(fence(3, false), LeaseAction.Close.class);
    assertThat(close).isNotNull();
    hear(new LeaseEvent.ServerSeen(ServerState.STALLED, true, 0, "u:1-9", false));
    FenceReply reply = reply(hear(new LeaseEvent.Closed(close.order(), "")), FenceReply.class);
    assertThat(reply.gtidExecuted()).isEqualTo("u:1-9");
    assertThat(reply.exact()).isFalse();
  }

  private String executed() {
    FenceReply reply = reply(fence(3, false), FenceReply.class);
    return reply.gtidExecuted() + (reply.exact() ? " exact" : "");
  }

  @Test
  void aHolderThatNeverOpenedPassesItsOwnWaitOn() {
    read(lease("1", 1, "iad", "iad", "pdx"));
    now = 1_000;
    take(2);
    FenceProof proof = reply(fence(3, false), FenceReply.class).proof();
    assertThat(proof).isEqualTo(new FenceProof("pdx", "pod-p", 2, HOLD - 1_000));
    now = 2_000;
    assertThat(reply(fence(3, false), FenceReply.class).proof())
        .isEqualTo(new FenceProof("pdx", "pod-p", 2, HOLD - 2_000));
  }

  @Test
  void fenceIfDeadNeedsADeadServer() {
    openAtTwo("iad", "pdx");
    assertThat(reply(fence(3, true), FenceReply.class).refusal()).isEqualTo(Refusal.SERVER_ALIVE);
    assertThat(keeper.view(now).highestEpoch()).isEqualTo(2);
    server(ServerState.DEAD);
    assertThat(reply(fence(3, true), FenceReply.class).proof())
        .isEqualTo(new FenceProof("pdx", "pod-p", 2, 0));
  }

  @Test
  void aServerThatRestartsUnderItsHolderIsOpenedAgain() {
    openAtTwo("iad", "pdx");
    server(ServerState.DEAD);
    assertThat(keeper.isOpen()).isFalse();
    assertThat(first(server(ServerState.STARTING), LeaseAction.Open.class)).isNull();
    LeaseAction.Open again = first(server(ServerState.UP), LeaseAction.Open.class);
    assertThat(again).isNotNull();
    assertThat(again.epoch()).isEqualTo(2);
  }

  @Test
  void aMissingLeaseIsWrittenAgainByTheHolderForWhomAllVouchAndTakenByNobody() {
    openAtTwo("iad", "pdx");
    now = 11_000;
    hear(new LeaseEvent.LeaseMissing(now));
    now = 11_100;
    List<LeaseAction> asked = tick();
    assertThat(first(asked, LeaseAction.WriteLease.class)).isNull();
    LeaseAction.AskVouch round = first(asked, LeaseAction.AskVouch.class);
    assertThat(round).isNotNull();
    hear(
        new LeaseEvent.VouchAnswered(
            round.round(), "iad", new VouchReply(true, Refusal.NONE, 2, true)));
    now = 11_200;
    LeaseAction.WriteLease write = first(tick(), LeaseAction.WriteLease.class);
    assertThat(write).isNotNull();
    assertThat(write.lease()).isEqualTo(lease("", 2, "pdx", "iad", "pdx"));

    keeper =
        new LeaseKeeper(
            PDX, TIMINGS, new StoredState(2, 2, "", 0, "", List.of(), List.of(), ""), 0);
    hear(new LeaseEvent.LeaseMissing(now));
    assertThat(reply(claim(3), ClaimReply.class).refusal()).isEqualTo(Refusal.LEASE_UNREAD);
  }

  @Test
  void aHolderForWhomNotAllVouchWritesAMissingLeaseAgainForSomebodyElse() {
    openAtTwo("iad", "pdx");
    now = 11_000;
    hear(new LeaseEvent.LeaseMissing(now));
    now = 16_000; // its lease has run out
    LeaseAction.WriteLease write = first(tick(), LeaseAction.WriteLease.class);
    assertThat(write).isNotNull();
    assertThat(write.lease()).isEqualTo(lease("", 2, "", "iad", "pdx"));
    hear(new LeaseEvent.LeaseWritten(write.write(), lease("99", 2, "", "iad", "pdx")));
    assertThat(keeper.view(now).holdingEpoch()).isZero();
  }

  @Test
  void aFencedHolderLeavesAMissingLeaseToTheNextClaim() {
    openAtTwo("iad", "pdx");
    now = 11_000;
    fence(3, false);
    hear(new LeaseEvent.LeaseMissing(now));
    now += TIMINGS.hold() - 1;
    assertThat(first(tick(), LeaseAction.WriteLease.class)).isNull();
    now += 1;
    LeaseAction.WriteLease write = first(tick(), LeaseAction.WriteLease.class);
    assertThat(write).isNotNull();
    assertThat(write.lease()).isEqualTo(lease("", 2, "", "iad", "pdx"));
    hear(new LeaseEvent.LeaseWritten(write.write(), lease("99", 2, "", "iad", "pdx")));
    assertThat(first(claim(4), LeaseAction.WriteLease.class)).isNotNull();
  }

  @Test
  void whomAFencedHolderHadDroppedIsNotForgotten() {
    openAtTwo("iad", "pdx");
    LeaseRecord last =
        new LeaseRecord("50", 2, "pdx", "pod-p", List.of("iad", "pdx"), List.of("sfo"));
    read(last);
    fence(3, false);
    hear(new LeaseEvent.LeaseMissing(now));
    now += TIMINGS.hold();
    LeaseAction.WriteLease write = first(tick(), LeaseAction.WriteLease.class);
    assertThat(write).isNotNull();
    assertThat(write.lease().dropped()).containsExactly("sfo");
  }

  @Test
  void soDoesItsNextLifeThoughItNeverOpened() {
    keeper =
        new LeaseKeeper(
            PDX,
            TIMINGS,
            new StoredState(3, 2, "pdx", 0, "", List.of("iad", "pdx"), List.of("sfo"), ""),
            0);
    hear(new LeaseEvent.LeaseMissing(now));
    now += TIMINGS.hold();
    LeaseAction.WriteLease write = first(tick(), LeaseAction.WriteLease.class);
    assertThat(write).isNotNull();
    assertThat(write.lease())
        .isEqualTo(new LeaseRecord("", 2, "", "", List.of("iad", "pdx"), List.of("sfo")));
  }

  @Test
  void whatItLeftToTheNextClaimItWritesAgainWhenThatIsDeletedToo() {
    openAtTwo("iad", "pdx");
    now = 11_000;
    fence(3, false);
    read(lease("50", 2, "", "iad", "pdx"));
    hear(new LeaseEvent.LeaseMissing(now));
    now += TIMINGS.hold();
    LeaseAction.WriteLease write = first(tick(), LeaseAction.WriteLease.class);
    assertThat(write).isNotNull();
    assertThat(write.lease()).isEqualTo(lease("", 2, "", "iad", "pdx"));
  }

  @Test
  void whoHasHeardOfASuccessorLeavesAMissingLeaseToThatOne() {
    openAtTwo("iad", "pdx");
    now = 11_000;
    read(lease("50", 3, "iad", "iad", "pdx"));
    hear(new LeaseEvent.LeaseMissing(now));
    now += 2 * TIMINGS.hold();
    assertThat(first(tick(), LeaseAction.WriteLease.class)).isNull();
  }

  @Test
  void aLeaseThatIsMissedAgainNeedsTheWordOfAllAgain() {
    openAtTwo("iad", "pdx");
    now = 11_000;
    hear(new LeaseEvent.LeaseMissing(now));
    now = 11_100;
    LeaseAction.AskVouch round = first(tick(), LeaseAction.AskVouch.class);
    assertThat(round).isNotNull();
    hear(
        new LeaseEvent.VouchAnswered(
            round.round(), "iad", new VouchReply(true, Refusal.NONE, 2, true)));
    now = 11_150;
    hear(new LeaseEvent.LeaseMissing(now)); // it may have been there meanwhile
    now = 11_200;
    assertThat(first(tick(), LeaseAction.WriteLease.class)).isNull();
  }

  @Test
  void anEpochThatIsKnownToHaveBeenHeldIsNotTakenFromARestoredLease() {
    read(lease("3", 2, "iad", "iad", "pdx"));
    read(lease("4", 1, "iad", "iad", "pdx"));
    assertThat(reply(claim(2), ClaimReply.class).refusal()).isEqualTo(Refusal.LEASE_TAKEN);
  }

  @Test
  void theSightOfItsOwnRecordDoesNotSayWhenItWasWritten() {
    read(lease("1", 1, "iad", "iad", "pdx"));
    server(ServerState.UP);
    now = 10_000;
    claim(2);
    now = 13_000;
    tick(); // given up
    claim(2);
    // the first write took effect long ago, and somebody may have taken the Lease since
    read(lease("2", 2, "pdx", "iad", "pdx"));
    assertThat(keeper.view(now).holdingEpoch()).isEqualTo(2);
    assertThat(first(open(2), LeaseAction.Open.class)).isNull();
  }

  @Test
  void whatAnEarlierLifeOpenedIsClosedByTheHolderOfALaterEpoch() {
    keeper =
        new LeaseKeeper(
            PDX,
            TIMINGS,
            new StoredState(3, 3, "", 2, "pod-p", List.of("iad", "pdx"), List.of(), ""),
            0);
    assertThat(first(read(lease("5", 3, "pdx", "iad", "pdx")), LeaseAction.Close.class))
        .isNotNull();
  }

  @Test
  void aLeaseOlderThanWhatIsKnownIsVoid() {
    openAtTwo("iad", "pdx");
    now = 11_000;
    assertThat(first(read(lease("999", 1, "iad", "iad", "pdx")), LeaseAction.Close.class)).isNull();
    assertThat(keeper.isOpen()).isTrue();
    // who takes it over believes no proof about it
    keeper =
        new LeaseKeeper(
            PDX, TIMINGS, new StoredState(5, 5, "", 0, "", List.of(), List.of(), ""), 0);
    read(lease("999", 1, "iad", "iad", "pdx"));
    now = 18_000;
    hear(new LeaseEvent.LeaseRead(lease("1000", 1, "iad", "iad", "pdx"), now));
    assertThat(take(6, new FenceProof("iad", "pod-i", 1, 0)).waitMillis()).isEqualTo(HOLD);
  }

  @Test
  void aPeerThatIsAwayForTheGraceIsDroppedAndBothListsBindMeanwhile() {
    openAtTwo("iad", "pdx");
    LeaseAction.WriteLease change = null;
    String version = "91";
    for (now = 10_100; now < 40_000 && change == null; now += 100) {
      LeaseAction.WriteLease write = first(tick(), LeaseAction.WriteLease.class);
      if (write != null && write.lease().electorate().equals(List.of("pdx"))) {
        change = write;
      } else if (write != null) {
        version = version + "0";
        hear(new LeaseEvent.LeaseWritten(write.write(), lease(version, 2, "pdx", "iad", "pdx")));
      }
    }
    assertThat(change).isNotNull();
    assertThat(now).isBetween(30_000L, 32_000L);
    assertThat(change.lease().dropped()).containsExactly("iad");
    // the answer is on its way: the old list still binds, so nothing is extended by itself
    now += 1_500;
    assertThat(first(tick(), LeaseAction.Extend.class)).isNull();
    LeaseRecord alone =
        new LeaseRecord(version + "0", 2, "pdx", "pod-p", List.of("pdx"), List.of("iad"));
    hear(new LeaseEvent.LeaseWritten(change.write(), alone));
    now += 1_500;
    List<LeaseAction> aloneNow = tick();
    assertThat(first(aloneNow, LeaseAction.Extend.class))
        .isEqualTo(new LeaseAction.Extend(now + 6_000));
    // it is asked still, and taken back when it vouches and replicates
    LeaseAction.AskVouch asked = first(aloneNow, LeaseAction.AskVouch.class);
    assertThat(asked).isNotNull();
    assertThat(asked.sites()).containsExactly("iad");
    hear(
        new LeaseEvent.VouchAnswered(
            asked.round(), "iad", new VouchReply(true, Refusal.NONE, 2, true)));
    now += 1_000;
    LeaseAction.WriteLease back = first(tick(), LeaseAction.WriteLease.class);
    assertThat(back).isNotNull();
    assertThat(back.lease().electorate()).containsExactly("pdx", "iad");
  }

  @Test
  void aRestartedHolderGoesOnFromItsDiskAlone() {
    keeper =
        new LeaseKeeper(
            PDX,
            TIMINGS,
            new StoredState(2, 2, "", 2, "pod-p", List.of("iad", "pdx"), List.of("sfo"), ""),
            0);
    server(ServerState.UP);
    LeaseAction.AskVouch round = first(tick(), LeaseAction.AskVouch.class);
    assertThat(round).isNotNull();
    assertThat(round.sites()).containsExactlyInAnyOrder("iad", "sfo");
    now = 10;
    assertThat(
            first(
                hear(
                    new LeaseEvent.VouchAnswered(
                        round.round(), "iad", new VouchReply(true, Refusal.NONE, 2, false))),
                LeaseAction.Open.class))
        .isNotNull();
  }

  @Test
  void anotherPodOfTheSiteDoesNotInheritTheGrant() {
    keeper =
        new LeaseKeeper(
            PDX,
            TIMINGS,
            new StoredState(2, 2, "", 2, "earlier", List.of("pdx"), List.of(), ""),
            0);
    server(ServerState.UP);
    read(new LeaseRecord("5", 2, "pdx", "earlier", List.of("pdx"), List.of()));
    assertThat(first(tick(), LeaseAction.AskVouch.class)).isNull();
    assertThat(keeper.view(now).holdingEpoch()).isZero();
  }

  @Test
  void aServerFoundOpenWithoutALeaseIsClosed() {
    read(lease("1", 1, "iad", "iad", "pdx"));
    assertThat(
            first(
                hear(new LeaseEvent.ServerSeen(ServerState.UP, true, 0, "", false)),
                LeaseAction.Close.class))
        .isNotNull();
  }

  @Test
  void aSidecarThatEndsClosesFirst() {
    openAtTwo("iad", "pdx");
    List<LeaseAction> actions = new ArrayList<>(hear(new LeaseEvent.StopAsked(77)));
    LeaseAction.Close close = first(actions, LeaseAction.Close.class);
    assertThat(close).isNotNull();
    actions = hear(new LeaseEvent.Closed(close.order(), ""));
    assertThat(actions).contains(new LeaseAction.Answer(77, new LeaseEvent.Stopped()));
    now += 100;
    assertThat(first(tick(), LeaseAction.Open.class)).isNull();
  }

  @Test
  void aForbiddenClaimIsRefusedAtOnceAndSaysWhy() {
    read(lease("1", 1, "iad", "iad", "pdx"));
    server(ServerState.UP);
    now = 10_000;
    LeaseAction.WriteLease write = first(claim(2), LeaseAction.WriteLease.class);
    assertThat(write).isNotNull();

    ClaimReply refused =
        reply(hear(new LeaseEvent.LeaseWriteRefused(write.write(), true)), ClaimReply.class);

    assertThat(refused.taken()).isFalse();
    assertThat(refused.refusal()).isEqualTo(Refusal.API_FORBIDDEN);
  }

  @Test
  void anOpeningWithoutTheGuardThatIsDemandedIsRefusedWithThatReason() {
    read(lease("1", 1, "iad", "pdx"));
    server(ServerState.UP);
    now = 10_000;
    take(2);
    LeaseAction.Open order =
        first(
            hear(
                new LeaseEvent.OpenAsked(
                    ++ticket, new OpenRequest("ns", "g", "pdx", 2, List.of(), 0))),
            LeaseAction.Open.class);
    assertThat(order).isNotNull();

    OpenReply refused =
        reply(
            hear(new LeaseEvent.OpenFailed(order.order(), Refusal.GUARD_UNAVAILABLE)),
            OpenReply.class);

    assertThat(refused.open()).isFalse();
    assertThat(refused.refusal()).isEqualTo(Refusal.GUARD_UNAVAILABLE);
  }
}
