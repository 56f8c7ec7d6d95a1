package io.bloodraven.sidecar.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.api.group.NetworkGuard;
import io.bloodraven.sidecar.SidecarLog;
import org.junit.jupiter.api.Test;

/** The guard over a kernel that takes commands late, or not at all. */
class PortGuardTest {
  private static final long MARGIN = 500;
  private final NftException notPermitted =
      NftException.refused("Operation not permitted (you must be root)");

  private long now = 1_000_000;
  private final TestingNft nft = new TestingNft(() -> now);

  private PortGuard guard(NetworkGuard mode) {
    return new PortGuard(
        mode, 3306, nft, () -> now, MARGIN, new SidecarLog("ns/g", "iad", () -> 1));
  }

  private PortGuard armed(NetworkGuard mode, long openUntil) throws Exception {
    PortGuard guard = guard(mode);
    guard.look();
    guard.arm(openUntil);
    return guard;
  }

  @Test
  void letsClientsInUntilShortlyBeforeTheLeaseEnds() throws Exception {
    long end = now + 6_000;
    PortGuard guard = armed(NetworkGuard.AUTO, end);
    assertThat(guard.isArmed()).isTrue();
    assertThat(nft.openUntil()).isEqualTo(end - MARGIN);

    now += 1_000;
    guard.extend(end + 1_000);
    assertThat(nft.openUntil()).isEqualTo(end + 1_000 - MARGIN);

    now = end + 1_000 - MARGIN;
    assertThat(nft.letsClientsIn()).isFalse();
    assertThat(guard.isArmed()).isFalse();
    assertThat(guard.hasRunOut()).isTrue();
  }

  @Test
  void aThawAfterTheLeaseReopensNothing() throws Exception {
    long end = now + 6_000;
    PortGuard guard = armed(NetworkGuard.AUTO, end);
    now += 1_000;
    nft.beforeNextCommit(() -> now += 20_000);

    guard.extend(end + 1_000);

    assertThat(nft.letsClientsIn()).isFalse();
    assertThat(guard.hasRunOut()).isTrue();
    guard.extend(now + 6_000); // not even when the lease goes on: it has to be opened again
    assertThat(nft.letsClientsIn()).isFalse();
  }

  @Test
  void aThawBeforeTheLeaseEndsDoesNotMakeItLonger() throws Exception {
    long end = now + 6_000;
    PortGuard guard = armed(NetworkGuard.AUTO, end);
    now += 1_000;
    nft.beforeNextCommit(() -> now += 3_000);

    guard.extend(end + 1_000);

    assertThat(nft.openUntil()).isEqualTo(end + 1_000 - MARGIN);
  }

  @Test
  void aThawTooNearToTheEndShutsThePort() throws Exception {
    long end = now + 6_000;
    PortGuard guard = armed(NetworkGuard.AUTO, end);
    now += 1_000;
    nft.beforeNextCommit(() -> now += 4_499); // the element itself has a millisecond left

    guard.extend(end - 600);

    assertThat(nft.letsClientsIn()).isFalse();
  }

  @Test
  void isNotArmedForALeaseThatIsOver() throws Exception {
    PortGuard guard = guard(NetworkGuard.AUTO);
    assertThatThrownBy(() -> guard.arm(now + MARGIN)).isInstanceOf(NftException.class);
    assertThat(nft.runs()).isZero();
  }

  @Test
  void doesWithoutWhereItIsNotToBeHadAndSaysSo() throws Exception {
    nft.failWith(notPermitted);
    PortGuard guard = armed(NetworkGuard.AUTO, now + 6_000);
    assertThat(guard.isArmed()).isFalse();
    assertThat(guard.isInPlace()).isFalse();
    assertThat(guard.trouble()).contains("cannot be set", "not permitted");
  }

  @Test
  void refusesToOpenWithoutWhereItIsDemanded() throws Exception {
    nft.failWith(notPermitted);
    PortGuard guard = guard(NetworkGuard.ON);
    guard.look();
    assertThat(guard.trouble()).contains("not permitted");
    assertThatThrownBy(() -> guard.arm(now + 6_000)).isSameAs(notPermitted);

    nft.failWith(null);
    guard.arm(now + 6_000);
    assertThat(guard.trouble()).isEmpty();
    assertThat(guard.isArmed()).isTrue();
  }

  @Test
  void neverOpensBehindRulesThatNobodyKnowsOf() throws Exception {
    nft.failWith(NftException.unanswered("no answer"));
    PortGuard guard = guard(NetworkGuard.AUTO);
    assertThatThrownBy(() -> guard.arm(now + 6_000)).isInstanceOf(NftException.class);
    assertThat(guard.isInPlace()).isTrue();

    nft.failWith(null);
    guard.free();
    assertThat(guard.isInPlace()).isFalse();
    assertThat(nft.hasRules()).isFalse();
  }

  @Test
  void isLeftAloneWhereItIsOff() throws Exception {
    PortGuard guard = armed(NetworkGuard.OFF, now + 6_000);
    guard.extend(now + 7_000);
    guard.free();
    assertThat(nft.runs()).isZero();
    assertThat(guard.isArmed()).isFalse();
  }

  @Test
  void findsTheRulesOfAnEarlierLifeAndDoesNotTrustTheirTime() throws Exception {
    armed(NetworkGuard.AUTO, now + 6_000);

    PortGuard next = guard(NetworkGuard.AUTO);
    next.look();
    assertThat(next.isInPlace()).isTrue();
    assertThat(next.isArmed()).isFalse();
    next.arm(now + 9_000);
    assertThat(nft.openUntil()).isEqualTo(now + 9_000 - MARGIN);
  }

  @Test
  void triesAgainToRemoveWhatCouldNotBeRemoved() throws Exception {
    PortGuard guard = armed(NetworkGuard.AUTO, now + 6_000);
    nft.failWith(NftException.refused("busy"));
    guard.free();
    assertThat(guard.isInPlace()).isTrue();
    assertThat(guard.isArmed()).isFalse();
    assertThat(guard.trouble()).contains("cannot be removed", "busy");

    nft.failWith(null);
    guard.free();
    assertThat(guard.isInPlace()).isFalse();
    assertThat(guard.trouble()).isEmpty();
  }
}
