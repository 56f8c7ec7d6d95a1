package io.bloodraven.activities.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.activities.TestingGroup;
import io.bloodraven.activities.kubernetes.Login;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorSessionsIT {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final TestingGroup group = new TestingGroup("iad");

  @AfterEach
  void end() {
    group.server("iad").thaw();
    group.close();
  }

  private String connection() throws SQLException {
    return group.sessions.call(
        group.ref, "iad", LIMIT, session -> session.value("SELECT CONNECTION_ID()"));
  }

  @Test
  void oneConnectionIsKeptAndSharedOneAfterTheOther() throws Exception {
    String first = connection();
    assertThat(connection()).isEqualTo(first);
    String nested =
        group.sessions.call(
            group.ref,
            "iad",
            LIMIT,
            session -> {
              assertThat(session.value("SELECT CONNECTION_ID()")).isEqualTo(first);
              return connection();
            });
    assertThat(nested).isNotEqualTo(first);
  }

  @Test
  void restartedServerIsReachedAtOnce() throws Exception {
    connection();
    group.server("iad").kill();
    group.server("iad").start();
    assertThat(connection()).isNotEmpty();
  }

  @Test
  void connectionThatHasSeenAnErrorIsNotUsedAgain() throws Exception {
    String first = connection();
    assertThatThrownBy(() ->
            group.sessions.call(
                group.ref, "iad", LIMIT, session -> session.value("SELECT nothing")))
        .isInstanceOf(SQLException.class);
    assertThat(connection()).isNotEqualTo(first);
  }

  @Test
  void frozenServerIsGivenUpInTime() throws Exception {
    connection();
    group.server("iad").freeze();
    long start = System.nanoTime();
    assertThatThrownBy(() ->
            group.sessions.call(
                group.ref, "iad", Duration.ofMillis(200), session -> session.value("SELECT 1")))
        .isInstanceOf(SQLException.class);
    // the kept connection, then a new one
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void statementWithAPasswordIsNotQuotedInItsError() {
    assertThatThrownBy(() ->
            group.sessions.call(
                group.ref,
                "iad",
                LIMIT,
                session -> {
                  session.execute("CREATE USER NONSENSE ? BY ?", "x", "hidden");
                  return true;
                }))
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining("hidden")
        .hasNoCause();
  }

  @Test
  void passwordThatReplicationCannotTakeIsNotQuoted() {
    String password = "0123456789".repeat(4);
    assertThatThrownBy(() ->
            group.sessions.call(
                group.ref,
                "iad",
                LIMIT,
                session -> {
                  ReplicationChannel.follow(
                      session,
                      new MysqlAddress("127.0.0.1", 3306),
                      new Login("operator", password));
                  return true;
                }))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("more than the 32 characters")
        .hasMessageNotContaining(password);
  }
}
