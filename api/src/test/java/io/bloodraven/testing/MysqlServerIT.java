package io.bloodraven.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server that other tests rely on behaves as they assume. */
class MysqlServerIT {
  @AutoClose private static final MysqlServer IAD = MysqlServer.start("iad");

  @BeforeEach
  void running() {
    if (!IAD.isRunning()) {
      IAD.start();
    }
  }

  @Test
  void bootsClosedWithoutTransactions() throws SQLException {
    try (MysqlServer fresh = MysqlServer.start("fresh")) {
      assertThat(fresh.value("SELECT @@super_read_only")).isEqualTo("1");
      assertThat(fresh.value("SELECT @@gtid_executed")).isEmpty();
      assertThat(fresh.value("SELECT @@server_uuid"))
          .isNotEqualTo(IAD.value("SELECT @@server_uuid"));
      assertThatThrownBy(() -> fresh.execute("CREATE DATABASE refused"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("super-read-only");
    }
  }

  @Test
  void keepsDataAndPortOverKillAndIsClosedAgain() throws SQLException {
    IAD.open();
    IAD.execute("CREATE DATABASE kept");
    int port = IAD.port();

    IAD.kill();
    assertThat(IAD.isRunning()).isFalse();
    IAD.start();

    assertThat(IAD.port()).isEqualTo(port);
    assertThat(IAD.value("SHOW DATABASES LIKE 'kept'")).isEqualTo("kept");
    assertThat(IAD.value("SELECT @@super_read_only")).isEqualTo("1");
  }

  @Test
  void comesBackByItselfAfterAClone() throws SQLException {
    try (MysqlServer pdx = MysqlServer.start("pdx")) {
      IAD.open();
      pdx.execute("SET GLOBAL super_read_only = OFF");
      pdx.execute("SET GLOBAL clone_valid_donor_list = '127.0.0.1:" + IAD.port() + "'");
      long clonedFrom = pdx.pid();
      pdx.execute(cloneStatement());
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> pdx.pid() != clonedFrom && pdx.value("SELECT 1").equals("1"));
      assertThat(pdx.value("SELECT state FROM performance_schema.clone_status"))
          .isEqualTo("Completed");
    }
  }

  @Test
  void answersNothingWhileFrozen() throws SQLException {
    IAD.freeze();
    try {
      assertThatThrownBy(() ->
              java.sql.DriverManager.getConnection(
                  IAD.jdbcUrl() + "&socketTimeout=500", MysqlServer.USER, MysqlServer.PASSWORD))
          .isInstanceOf(SQLException.class);
    } finally {
      IAD.thaw();
    }
    assertThat(IAD.value("SELECT 1")).isEqualTo("1");
  }

  private static String cloneStatement() {
    return "CLONE INSTANCE FROM '%s'@'127.0.0.1':%d IDENTIFIED BY '%s'"
        .formatted(
            MysqlServer.USER,
            IAD.port(),
            MysqlServer.PASSWORD.replace("\\", "\\\\").replace("'", "''"));
  }
}
