package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.Refusal;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two sites, real servers, lease of 6 s: the open one is told to close. */
@Execution(ExecutionMode.CONCURRENT)
class FenceIT {
  private static final long LEASE = 6_000;

  @AutoClose private final TestingPair pair = new TestingPair().vouched();
  private final TestingSite iad = pair.iad;

  @Test
  void theFenceOfADeadServerKnowsWhatItCommittedLast() throws Exception {
    assertThat(iad.status().gtidExecuted()).isNotEmpty(); // looked at now, so not soon again
    assertThat(iad.takesWrites()).isTrue();
    String last = iad.mysql.value("SELECT @@GLOBAL.gtid_executed");
    iad.mysql.kill();
    iad.awaitServer(ServerState.DEAD);
    FenceReply reply = exactReply();
    assertThat(GtidSet.parse(reply.gtidExecuted())).isEqualTo(GtidSet.parse(last));
    assertThat(iad.fence(2, true).body()).isEqualTo(reply);
  }

  @Test
  void aBinaryLogThatCannotBeReadHoldsUpNoFence() throws Exception {
    Files.delete(iad.mysql.dataDirectory().resolve("binlog.index"));
    iad.mysql.kill();
    iad.awaitServer(ServerState.DEAD);
    FenceReply reply = iad.fence(2, true).body();
    assertThat(reply.fenced()).isTrue();
    assertThat(reply.server()).isEqualTo(ServerState.DEAD);
    assertThat(reply.exact()).isFalse();
  }

  @Test
  void aFenceIfDeadLeavesALivingServerAlone() {
    assertThat(iad.fence(2, true).body().refusal()).isEqualTo(Refusal.SERVER_ALIVE);
    assertThat(iad.fence(2, true).status()).isEqualTo(409);
    assertThat(iad.takesWrites()).isTrue();
  }

  @Test
  void aFenceSurvivesARestart() throws Exception {
    assertThat(iad.fence(3, false).body().fenced()).isTrue();
    iad.stopSidecar();
    iad.startSidecar();
    iad.awaitServer(ServerState.UP);
    assertThat(iad.claim(2).body().refusal()).isEqualTo(Refusal.STALE_EPOCH);
    assertThat(iad.status().lease().holdingEpoch()).isZero();
    assertThat(iad.mysql.value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");
    // the same question gets the same answer
    assertThat(iad.fence(3, false).body().proof())
        .isEqualTo(new FenceProof("iad", "pod-iad", 1, 0));
  }

  @Test
  void busyClientsDoNotHoldUpAFence() throws Exception {
    try (TestingClient busy = TestingClient.insideATransaction(iad)) {
      Stopwatch began = new Stopwatch();
      FenceReply reply = iad.fence(2, false).body();
      System.out.println("fenced under load in " + began.millis() + " ms");
      assertThat(reply.fenced()).isTrue();
      assertThat(reply.server()).isEqualTo(ServerState.UP);
      assertThat(reply.exact()).isTrue();
      assertThat(began.millis()).isLessThan(1_500);
      assertThat(busy.commits()).isFalse();
    }
  }

  @Test
  void whoIsLoggingInAsTheOperatorIsNotEnded() throws Exception {
    AtomicBoolean isClosed = new AtomicBoolean();
    Callable<Integer> login =
        () -> {
          int logins = 0;
          while (!isClosed.get()) {
            iad.mysql.value("SELECT 1");
            logins++;
          }
          return logins;
        };
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> visitors =
          Stream.generate(() -> executor.submit(login)).limit(4).toList();
      try (TestingClient busy = TestingClient.insideATransaction(iad)) {
        assertThat(iad.fence(2, false).body().server()).isEqualTo(ServerState.UP);
        assertThat(busy.commits()).isFalse();
      } finally {
        isClosed.set(true);
      }
      for (Future<Integer> visitor : visitors) {
        assertThat(visitor.get()).isPositive();
      }
    }
  }

  @Test
  void loginsThatAreNeverFinishedDoNotHoldUpAFence() throws Exception {
    int places = Integer.parseInt(iad.mysql.value("SELECT @@GLOBAL.max_connections"));
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < places; i++) {
        silent.add(new Socket(iad.mysql.host(), iad.mysql.port()));
      }
      FenceReply reply = iad.fence(2, false).body();
      assertThat(reply.fenced()).isTrue();
      assertThat(reply.server()).as("closed, not killed").isEqualTo(ServerState.UP);
      assertThat(iad.mysql.value("SELECT @@GLOBAL.super_read_only")).isEqualTo("1");
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsKilled() {
    assertThat(iad.status().gtidExecuted()).isNotEmpty();
    iad.mysql.freeze();
    Stopwatch began = new Stopwatch();
    FenceReply reply = iad.fence(2, false).body();
    System.out.println("fenced by force in " + began.millis() + " ms");
    assertThat(reply.fenced()).isTrue();
    assertThat(reply.proof()).isEqualTo(new FenceProof("iad", "pod-iad", 1, 0));
    assertThat(exactReply().server()).isEqualTo(ServerState.DEAD);
    assertThat(began.millis()).isLessThan(LEASE - 500);
    await().atMost(Duration.ofSeconds(2)).until(() -> !iad.mysql.isRunning());
  }

  /** Whoever asks before the log is read is told what was seen last, and asks again. */
  private FenceReply exactReply() {
    return await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> iad.fence(2, true).body(), FenceReply::exact);
  }
}
