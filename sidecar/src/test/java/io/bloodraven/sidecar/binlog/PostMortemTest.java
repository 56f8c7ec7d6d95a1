package io.bloodraven.sidecar.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.sidecar.SidecarLog;
import io.bloodraven.sidecar.mysql.MysqldProcess;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of a server that was last seen with {@code 1-5} and has logged {@code 3-9}. */
class PostMortemTest {
  private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562:";
  private static final FenceReply SEEN = reply(true, ServerState.DEAD, UUID + "1-5", false);

  private final AtomicInteger readings = new AtomicInteger();
  private volatile boolean runs;
  private final PostMortem postMortem = postMortem(() -> GtidSet.parse(UUID + "3-9"));

  private PostMortem postMortem(PostMortem.Reading reading) {
    MysqldProcess process =
        new MysqldProcess() {
          @Override
          public OptionalLong find() {
            return runs ? OptionalLong.of(1) : OptionalLong.empty();
          }

          @Override
          public boolean isAlive(long pid) {
            return runs;
          }

          @Override
          public void kill(long pid) {
            throw new IllegalStateException("nobody is to be killed");
          }
        };
    PostMortem.Reading counted =
        () -> {
          readings.incrementAndGet();
          return reading.gtids();
        };
    return new PostMortem(process, counted, new SidecarLog("ns/g", "iad", () -> 1));
  }

  private static FenceReply reply(boolean fenced, ServerState server, String gtids, boolean exact) {
    return new FenceReply(
        fenced, fenced ? Refusal.NONE : Refusal.STALE_EPOCH, 2, null, server, gtids, exact);
  }

  @Test
  void theDeadServersLogIsReadOnceForAllWhoAsk() {
    postMortem.seen(ServerState.DEAD);
    FenceReply exact = reply(true, ServerState.DEAD, UUID + "1-9", true);
    assertThat(postMortem.complete(SEEN)).isEqualTo(exact);
    assertThat(postMortem.complete(SEEN)).isEqualTo(exact);
    assertThat(readings).hasValue(1);
    postMortem.seen(ServerState.STALLED); // told late
    assertThat(postMortem.complete(SEEN)).isEqualTo(exact);
    assertThat(readings).hasValue(1);
    postMortem.seen(ServerState.STARTING);
    postMortem.seen(ServerState.DEAD);
    assertThat(postMortem.complete(SEEN)).isEqualTo(exact);
    assertThat(readings).hasValue(2);
  }

  /** The fence itself ended the server, a moment ago. */
  @Test
  void aServerThatIsNotYetSeenDeadIsAskedAllTheSame() {
    FenceReply killed = reply(true, ServerState.STALLED, UUID + "1-5", false);
    assertThat(postMortem.complete(killed))
        .isEqualTo(reply(true, ServerState.DEAD, UUID + "1-9", true));
  }

  @Test
  void whatIsExactOrRefusedStaysAsItIs() {
    FenceReply exact = reply(true, ServerState.UP, UUID + "1-5", true);
    assertThat(postMortem.complete(exact)).isSameAs(exact);
    FenceReply refused = reply(false, ServerState.DEAD, UUID + "1-5", false);
    assertThat(postMortem.complete(refused)).isSameAs(refused);
    assertThat(readings).hasValue(0);
  }

  @Test
  void whatALivingServerHasLoggedIsNotItsLast() {
    runs = true;
    assertThat(postMortem.complete(SEEN)).isSameAs(SEEN);
    assertThat(readings).hasValue(0);
  }

  @Test
  void norIsThatOfOneThatCameBackMeanwhile() {
    PostMortem overtaken =
        postMortem(() -> {
          runs = true;
          return GtidSet.parse(UUID + "3-9");
        });
    assertThat(overtaken.complete(SEEN)).isSameAs(SEEN);
  }

  @Test
  void whatTheLogDoesNotTellWasToBeSeenInTime() {
    FenceReply unseen = reply(true, ServerState.DEAD, "", false);
    assertThat(postMortem.complete(unseen))
        .isEqualTo(reply(true, ServerState.DEAD, UUID + "3-9", false));
  }

  @Test
  void aLogThatCannotBeReadChangesNothing() {
    PostMortem unreadable =
        postMortem(() -> {
          throw new IOException("encrypted");
        });
    assertThat(unreadable.complete(SEEN)).isSameAs(SEEN);
  }

  @Test
  @Timeout(20)
  void aLogThatTakesLongHoldsNobodyUpAndIsThereForTheNext() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    PostMortem slow =
        postMortem(() -> {
          try {
            disk.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          read.countDown();
          return GtidSet.parse(UUID + "3-9");
        });
    assertThat(slow.complete(SEEN)).isSameAs(SEEN);
    slow.seen(ServerState.DEAD); // tells nothing new
    disk.countDown();
    read.await();
    assertThat(slow.complete(SEEN).exact()).isTrue();
    assertThat(readings).hasValue(1);
  }
}
