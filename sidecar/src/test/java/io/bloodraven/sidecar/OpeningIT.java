package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.FenceProof;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two sites, real servers: the closed one is opened at once, whatever keeps its server busy. */
@Execution(ExecutionMode.CONCURRENT)
class OpeningIT {
  @AutoClose private final TestingPair pair = new TestingPair().vouched();
  private final TestingSite iad = pair.iad;
  private final TestingSite pdx = pair.pdx;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOCK INSTANCE FOR BACKUP",
        "FLUSH TABLES WITH READ LOCK",
        "LOCK TABLES sys.sys_config READ"
      })
  void aClosedSiteThatIsBeingBackedUpOpensAtOnce(String lock) throws Exception {
    iad.mysql.kill();
    iad.awaitServer(ServerState.DEAD);
    FenceProof proof = Objects.requireNonNull(iad.fence(2, true).body().proof());
    try (Connection backup = pdx.mysql.connect();
        Connection bystander = pdx.mysql.connect();
        Statement statement = backup.createStatement()) {
      statement.execute(lock);
      Stopwatch claimed = new Stopwatch();
      assertThat(pdx.claim(2, proof).body().taken()).isTrue();
      assertThat(pdx.open(2, 5_000).body().open()).isTrue();
      System.out.println("claimed and opened in " + claimed.millis() + " ms");
      assertThat(claimed.millis()).isLessThan(3_000);
      pdx.createApplication();
      assertThat(pdx.takesWrites()).isTrue();
      assertThat(backup.isValid(1)).isFalse();
      assertThat(bystander.isValid(1)).isTrue();
    }
  }

  /** Readers have taken every connection, and a worker the one that is kept for administrators. */
  @Test
  void aClosedSiteWithoutAFreeConnectionOpens() throws Exception {
    pdx.mysql.execute(
        "SET SESSION sql_log_bin = 0",
        "SET GLOBAL super_read_only = OFF",
        "CREATE USER reader@'%' IDENTIFIED BY 'reader'",
        "SET GLOBAL super_read_only = ON");
    List<Connection> taken = new ArrayList<>();
    try {
      take(taken, () -> DriverManager.getConnection(pdx.mysql.jdbcUrl(), "reader", "reader"));
      take(taken, pdx.mysql::connect);
      iad.mysql.kill();
      iad.awaitServer(ServerState.DEAD);
      FenceProof proof = Objects.requireNonNull(iad.fence(2, true).body().proof());
      assertThat(pdx.claim(2, proof).body().taken()).isTrue();
      assertThat(pdx.open(2, 5_000).body().open()).isTrue();
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }

  /** Until there is none left. */
  private static void take(List<Connection> taken, Callable<Connection> source) throws Exception {
    try {
      while (true) {
        taken.add(source.call());
      }
    } catch (SQLNonTransientConnectionException tooMany) {
      assertThat(tooMany.getErrorCode()).isEqualTo(1040);
    }
  }
}
