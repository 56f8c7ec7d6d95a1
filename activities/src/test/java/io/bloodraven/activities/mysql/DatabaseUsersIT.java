package io.bloodraven.activities.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.activities.TestingGroup;
import io.bloodraven.activities.kubernetes.CredentialsUnavailableException.Reason;
import io.bloodraven.activities.kubernetes.Login;
import io.bloodraven.activities.kubernetes.LoginKind;
import io.bloodraven.testing.MysqlServer;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUsersIT {
  private static final Map<LoginKind, Login> LOGINS =
      Map.of(
          LoginKind.APP, new Login("app", "app's \\secret\" 1"),
          LoginKind.READ_ONLY, new Login("reader", "reader-secret-2"),
          LoginKind.MONITOR, new Login("monitor", "monitor-secret-3"),
          LoginKind.BACKUP, new Login("backup", "backup-secret-4"));

  private final TestingGroup group = new TestingGroup("iad");
  private final DatabaseUsers users = new DatabaseUsers(group.credentials, group.sessions);

  @BeforeEach
  void begin() throws Exception {
    group.credentials.logins.putAll(LOGINS);
    group.open("iad", 1);
    users.ensureUsers(group.ref, "iad");
  }

  @AfterEach
  void end() {
    group.close();
  }

  private void as(LoginKind kind, String... statements) throws SQLException {
    Login login = group.credentials.login(group.ref, kind).orElseThrow();
    MysqlAddress address = group.sessions.address(group.ref, "iad");
    try (Connection connection = MysqlConnector.open(address, login, Duration.ofSeconds(10));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void assertMay(LoginKind kind, String... statements) throws SQLException {
    as(kind, statements);
  }

  private void assertMayNot(LoginKind kind, String statement) {
    assertThatThrownBy(() -> as(kind, statement))
        .as(kind + ": " + statement)
        .isInstanceOfSatisfying(
            SQLException.class,
            e ->
                assertThat(e.getErrorCode())
                    // denied: privilege, database, table, command, or the user may not be seen
                    .isIn(1044, 1142, 1143, 1227, 1410, 3716, 1045));
  }

  @Test
  void applicationOwnsItsDataAndNothingElse() throws Exception {
    assertMay(
        LoginKind.APP,
        "CREATE SCHEMA shop",
        "CREATE TABLE shop.t (id INT PRIMARY KEY)",
        "INSERT INTO shop.t VALUES (1)",
        "UPDATE shop.t SET id = 2",
        "ALTER TABLE shop.t ADD COLUMN text TEXT",
        "CREATE VIEW shop.v AS SELECT * FROM shop.t",
        "SELECT * FROM shop.v",
        "DELETE FROM shop.t",
        "DROP SCHEMA shop");
    assertMayNot(LoginKind.APP, "SELECT * FROM mysql.user");
    assertMayNot(LoginKind.APP, "UPDATE mysql.user SET Super_priv = 'Y'");
    assertMayNot(LoginKind.APP, "CREATE TABLE bloodraven.t (id INT)");
    assertMayNot(LoginKind.APP, "DROP SCHEMA sys");
    assertMayNot(LoginKind.APP, "SET GLOBAL read_only = ON");
    assertMayNot(LoginKind.APP, "CREATE USER mallory");
    assertMayNot(LoginKind.APP, "GRANT SELECT ON *.* TO reader");
    assertMayNot(LoginKind.APP, "RESET BINARY LOGS AND GTIDS");
    assertMayNot(LoginKind.APP, "STOP REPLICA");
  }

  @Test
  void closedServerIsClosedToEveryUser() throws Exception {
    assertMay(LoginKind.APP, "CREATE SCHEMA shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)");
    group.server("iad").execute("SET GLOBAL read_only = ON");
    assertThatThrownBy(() -> as(LoginKind.APP, "INSERT INTO shop.t VALUES (1)"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1290));
  }

  @Test
  void readerReads() throws Exception {
    assertMay(LoginKind.APP, "CREATE SCHEMA shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)");
    assertMay(LoginKind.READ_ONLY, "SELECT * FROM shop.t");
    assertMayNot(LoginKind.READ_ONLY, "INSERT INTO shop.t VALUES (1)");
    assertMayNot(LoginKind.READ_ONLY, "CREATE SCHEMA other");
    assertMayNot(LoginKind.READ_ONLY, "SELECT * FROM mysql.user");
  }

  @Test
  void monitorAndBackupSeeTheServerAndChangeNothing() throws Exception {
    assertMay(LoginKind.APP, "CREATE SCHEMA shop", "CREATE TABLE shop.t (id INT PRIMARY KEY)");
    assertMay(
        LoginKind.MONITOR,
        "SHOW REPLICA STATUS",
        "SHOW PROCESSLIST",
        "SELECT * FROM performance_schema.threads");
    assertMayNot(LoginKind.MONITOR, "SELECT * FROM shop.t");
    assertMay(
        LoginKind.BACKUP,
        "LOCK INSTANCE FOR BACKUP",
        "UNLOCK INSTANCE",
        "FLUSH TABLES WITH READ LOCK",
        "SHOW BINARY LOG STATUS",
        "SELECT * FROM shop.t");
    assertMayNot(LoginKind.BACKUP, "INSERT INTO shop.t VALUES (1)");
  }

  @Test
  void repetitionMakesNoTransactions() throws Exception {
    String before = group.executed("iad");
    users.ensureUsers(group.ref, "iad");
    assertThat(group.executed("iad")).isEqualTo(before);
  }

  @Test
  void changedPasswordIsSet() throws Exception {
    group.credentials.logins.put(LoginKind.APP, new Login("app", "another"));
    assertMayNot(LoginKind.APP, "SELECT 1");
    users.ensureUsers(group.ref, "iad");
    assertMay(LoginKind.APP, "SELECT 1");
  }

  @Test
  void strangePrivilegesAreTakenAwayWithTheNextGrants() throws Exception {
    group
        .server("iad")
        .execute(
            "GRANT CREATE USER ON *.* TO app",
            "ALTER USER app ATTRIBUTE '{\"bloodraven\": \"old\"}'");
    users.ensureUsers(group.ref, "iad");
    assertMayNot(LoginKind.APP, "CREATE USER mallory");
    assertMayNot(LoginKind.APP, "SELECT * FROM mysql.user");
    assertMay(LoginKind.APP, "CREATE SCHEMA shop");
  }

  /** Two attempts at once: one may take away everything between the other's statements. */
  @Test
  void takingAwayWhatIsNotThereIsNoFailure() throws Exception {
    group.server("iad").execute("CREATE USER bare");
    List<String> revocations =
        UserGrants.of(LoginKind.APP).statements().stream()
            .filter(statement -> statement.startsWith("REVOKE"))
            .map(statement -> statement.replace("?", "'bare'"))
            .toList();
    assertThat(revocations).hasSize(3);

    group.server("iad").execute(revocations.toArray(String[]::new));
  }

  @Test
  void aUserThatCouldSeeSystemSchemasIsReported() throws Exception {
    group.server("iad").execute("DROP USER app, reader", "SET GLOBAL partial_revokes = OFF");

    assertThatThrownBy(() -> users.ensureUsers(group.ref, "iad"))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("app")
        .hasMessageContaining("partial_revokes must be ON");

    group.server("iad").execute("SET GLOBAL partial_revokes = ON");
    users.ensureUsers(group.ref, "iad");
    assertMayNot(LoginKind.APP, "SELECT * FROM mysql.user");
  }

  @Test
  void accountsOfOthersAreNotTouched() {
    for (String name : new String[] {"root", "mysql.sys", MysqlServer.USER, "reader"}) {
      group.credentials.logins.put(LoginKind.BACKUP, new Login(name, "stolen"));
      assertThatThrownBy(() -> users.ensureUsers(group.ref, "iad"))
          .isInstanceOf(ApplicationFailure.class)
          .hasMessageContaining(name)
          .hasMessageNotContaining("stolen");
    }
  }

  @Test
  void oneMissingSecretDoesNotKeepTheOthersWaiting() throws Exception {
    group.credentials.logins.put(LoginKind.APP, new Login("root", "x"));
    group.credentials.logins.put(LoginKind.BACKUP, new Login("newcomer", "backup-secret-5"));
    assertThatThrownBy(() -> users.ensureUsers(group.ref, "iad"))
        .isInstanceOf(ApplicationFailure.class);
    assertMay(LoginKind.BACKUP, "SHOW BINARY LOG STATUS");
  }

  @ParameterizedTest
  @CsvSource({
    "SECRET_NOT_FOUND, SecretNotFound, true",
    "SECRET_MISSING_KEY, SecretMissingKey, true",
    "API_UNAVAILABLE, CredentialReconcileFailed, false",
  })
  void aSecretThatCannotBeReadIsToldByItsReason(Reason reason, String type, boolean verdict)
      throws Exception {
    group.credentials.backupTrouble = reason;
    group.credentials.logins.put(LoginKind.APP, new Login("app", "another"));
    assertThatThrownBy(() -> users.ensureUsers(group.ref, "iad"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(type);
              assertThat(failure.isNonRetryable()).isEqualTo(verdict);
            });
    assertMay(LoginKind.APP, "SELECT 1");
  }

  @Test
  void noPasswordIsInAnyFile() throws Exception {
    group.credentials.logins.put(LoginKind.MONITOR, new Login("monitor", "changed-secret-6"));
    users.ensureUsers(group.ref, "iad");
    group.server("iad").execute("FLUSH LOGS");
    Path data = group.server("iad").dataDirectory();
    try (Stream<Path> files = Files.list(data)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).anyMatch(file -> read(file).contains("CREATE USER 'reader'"));
      for (String password : List.of("app's", "reader-secret-2", "changed-secret-6")) {
        assertThat(all).noneMatch(file -> read(file).contains(password));
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
