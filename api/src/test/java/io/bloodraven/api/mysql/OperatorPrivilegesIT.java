package io.bloodraven.api.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bloodraven.testing.MysqlServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operator can do its work with these privileges, and not more, on a real server. */
class OperatorPrivilegesIT {
  @AutoClose private static final MysqlServer SOURCE = MysqlServer.start("source");
  @AutoClose private static final MysqlServer REPLICA = MysqlServer.start("replica");

  @BeforeAll
  static void replicate() throws SQLException {
    SOURCE.open();
    REPLICA.execute(
        """
        CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=%d, SOURCE_USER='%s',
          SOURCE_PASSWORD='%s', SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1
        """
            .formatted(SOURCE.port(), MysqlServer.USER, quoted(MysqlServer.PASSWORD)),
        "START REPLICA");
  }

  @Test
  void replicatesAndKillsTheApplier() throws SQLException {
    SOURCE.execute("CREATE DATABASE replicated");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> REPLICA.value("SHOW DATABASES LIKE 'replicated'").equals("replicated"));

    String applier =
        REPLICA.value(
            "SELECT processlist_id FROM performance_schema.threads"
                + " WHERE name = 'thread/sql/replica_sql'");
    REPLICA.execute("STOP REPLICA IO_THREAD", "KILL " + applier, "STOP REPLICA", "START REPLICA");
  }

  @Test
  void closesTheServerUnderClientsAndKillsThem() throws SQLException {
    SOURCE.execute("CREATE USER app IDENTIFIED BY 'app'", "GRANT INSERT ON *.* TO app");
    try (Connection app = DriverManager.getConnection(SOURCE.jdbcUrl(), "app", "app")) {
      String client =
          SOURCE.value("SELECT id FROM information_schema.processlist WHERE user = 'app'");
      SOURCE.execute("SET GLOBAL offline_mode = OFF", "KILL CONNECTION " + client);
      await().atMost(Duration.ofSeconds(10)).until(() -> !app.isValid(1));
    }
  }

  @Test
  void setsUpTheDeadMansSwitchWithoutGtids() throws SQLException {
    String before = SOURCE.value("SELECT @@gtid_executed");
    SOURCE.execute(
        "SET SESSION sql_log_bin = 0",
        "CREATE DATABASE guard",
        "CREATE TABLE guard.deadline (id INT PRIMARY KEY, uptime BIGINT) ENGINE = MEMORY",
        "CREATE EVENT guard.close ON SCHEDULE EVERY 1 SECOND DO SET GLOBAL super_read_only = ON",
        "SET GLOBAL event_scheduler = ON");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> SOURCE.value("SELECT @@super_read_only").equals("1"));
    // the deadline row is written before clients may write: read_only=ON, super_read_only=OFF
    SOURCE.execute(
        "SET SESSION sql_log_bin = 0",
        "SET GLOBAL event_scheduler = OFF",
        "SET GLOBAL super_read_only = OFF",
        "INSERT INTO guard.deadline VALUES (1, 1)",
        "DROP DATABASE guard",
        "SET GLOBAL read_only = OFF");
    assertThat(SOURCE.value("SELECT @@gtid_executed")).isEqualTo(before);
  }

  @Test
  void handsOutWhatOtherUsersNeed() throws SQLException {
    SOURCE.execute(
        "CREATE USER backup IDENTIFIED BY 'backup'",
        "GRANT BACKUP_ADMIN, RELOAD, PROCESS, SELECT, LOCK TABLES, SHOW VIEW, EVENT, TRIGGER,"
            + " REPLICATION CLIENT ON *.* TO backup");
  }

  @Test
  void replaysARescuedTransactionAsItWas() throws SQLException {
    SOURCE.execute(
        "SET gtid_next = '00000000-0000-0000-0000-0000000000aa:rescued:1'",
        "CREATE DEFINER = 'gone'@'%' VIEW mysql.rescued AS SELECT 1",
        "SET gtid_next = AUTOMATIC",
        "DROP VIEW mysql.rescued");
    assertThat(SOURCE.value("SELECT @@gtid_executed")).contains(":rescued:1");
  }

  @Test
  void mayNotWriteFiles() {
    assertThatThrownBy(() -> SOURCE.execute("SELECT 1 INTO OUTFILE '/tmp/refused'"))
        .hasMessageContaining("FILE");
  }

  @Test
  void rootIsLockedWhenTheSecretHasNoPasswordForIt() throws SQLException {
    assertThat(SOURCE.value("SELECT account_locked FROM mysql.user WHERE user = 'root'"))
        .isEqualTo("Y");
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "''");
  }
}
