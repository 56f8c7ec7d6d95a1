package io.bloodraven.activities.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.activities.TestingCable;
import io.bloodraven.activities.TestingGroup;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** iad, empty, is cloned from pdx and dies meanwhile. */
class CloneInstanceIT {
  private static final Duration LOST_AFTER = Duration.ofSeconds(1);

  private final TestingGroup group = new TestingGroup("iad", "pdx");

  @BeforeEach
  void fillDonor() throws Exception {
    group.open("pdx", 2);
    group.createTable("pdx");
    group.insert("pdx", 1, 5);
  }

  @AfterEach
  void end() {
    group.close();
  }

  private CloneInstance start() {
    CloneInstance clone = new CloneInstance(group.sessions, group.ref, "iad", LOST_AFTER);
    clone.start(
        group.sessions.address(group.ref, "pdx"),
        group.credentials.operator(group.ref),
        group.attempt);
    return clone;
  }

  /** At 1 MiB a second, so that there is time to end its server. */
  private CompletableFuture<String> cloneSlowly() throws Exception {
    group.server("iad").execute("SET GLOBAL clone_max_data_bandwidth = 1");
    CloneInstance clone = start();
    await().ignoreExceptions().until(this::copiesFiles);
    return CompletableFuture.supplyAsync(() -> {
      try {
        clone.await(group.attempt);
        return "completed";
      } catch (SQLException e) {
        return e.getMessage();
      }
    });
  }

  private boolean copiesFiles() throws SQLException {
    return group
        .server("iad")
        .value("SELECT STATE FROM performance_schema.clone_progress WHERE STAGE = 'FILE COPY'")
        .equals("In Progress");
  }

  private void restartRecipient() {
    group.server("iad").kill();
    group.server("iad").start();
  }

  private void assertCutOff(CompletableFuture<String> cloning) throws Exception {
    assertThat(cloning.get(20, TimeUnit.SECONDS)).contains("1317");
    CloneInstance again = start();
    again.await(group.attempt);
  }

  @Test
  void serverThatIsKilledMeanwhileIsNotWaitedFor() throws Exception {
    CompletableFuture<String> cloning = cloneSlowly();
    restartRecipient();
    assertCutOff(cloning);
  }

  @Test
  void norIsOneWhoseMachineLosesPower() throws Exception {
    try (TestingCable cable = new TestingCable(group.server("iad").port())) {
      group.detour("iad", cable.port());
      CompletableFuture<String> cloning = cloneSlowly();
      cable.loseConnections();
      restartRecipient();
      assertCutOff(cloning);
    }
  }
}
