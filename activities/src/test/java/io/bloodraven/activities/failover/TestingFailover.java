package io.bloodraven.activities.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bloodraven.activities.TestingGroup;
import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.workflows.failover.Preparation;
import io.bloodraven.workflows.failover.Promotion;
import io.temporal.failure.ApplicationFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/**
 * iad is the open primary at epoch 1 with some rows, pdx a server beside it; iad gets into trouble.
 */
final class TestingFailover implements AutoCloseable {
  static final int ROWS = 50;

  final TestingGroup group = new TestingGroup("iad", "pdx");

  TestingFailover() {
    try {
      group.open("iad", 1);
      group.createTable("iad");
      group.insert("iad", 1, ROWS);
    } catch (SQLException e) {
      group.close();
      throw new IllegalStateException(e);
    }
  }

  void replicateAll() throws Exception {
    group.replicate("pdx", "iad");
    await().until(() -> group.executed("pdx").equals(group.executed("iad")));
  }

  void crash() {
    group.server("iad").kill();
    group.sidecar("iad").server = ServerState.DEAD;
  }

  Preparation prepare(long epoch) {
    return retried(() -> group.failover.prepare(group.ref, "pdx", epoch, List.of()));
  }

  Promotion promote(long epoch) {
    return retried(() -> group.failover.promote(group.ref, "pdx", epoch, List.of()));
  }

  /** As Temporal would: what passes is tried again. */
  static <T> T retried(Supplier<T> step) {
    for (int i = 0; ; i++) {
      try {
        return step.get();
      } catch (ApplicationFailure e) {
        if (e.isNonRetryable() || i == 5) {
          throw e;
        }
      }
    }
  }

  void assertPdxIsOpenWith(int rows) throws Exception {
    assertThat(group.rows("pdx")).isEqualTo(rows);
    group.insert("pdx", rows + 1, rows + 1);
    assertThat(
            group
                .server("pdx")
                .value("SELECT COUNT(*) FROM performance_schema.replication_connection_status"))
        .isEqualTo("0");
  }

  GtidSet receivedOrExecuted() throws Exception {
    return GtidSet.parse(group.executed("pdx")).union(GtidSet.parse(group.received("pdx")));
  }

  static void assertFails(Runnable step, String type) {
    assertThatThrownBy(step::run)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getType()).isEqualTo(type);
              assertThat(e.isNonRetryable()).isTrue();
            });
  }

  @Override
  public void close() {
    group.close();
  }
}
