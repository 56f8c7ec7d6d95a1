package io.bloodraven.playground.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.playground.mysql.Endpoint;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlaygroundStatusTest {

  @Test
  void readsWhatStatusPrints() {
    PlaygroundStatus status =
        PlaygroundStatus.parse(
            """
            {"group": "main", "namespace": "default", "activeSite": "pdx", "epoch": 4, "ready": true,
             "sites": [
               {"name": "iad", "state": "read-only", "role": "primary-candidate", "node": "iad",
                "pod": "mysql-main-iad-x", "mysqlHost": "192.0.2.5", "mysqlPort": 3306,
                "sidecarUrl": "http://192.0.2.5:8080"},
               {"name": "pdx", "state": "unknown", "role": "primary-candidate", "node": "pdx",
                "pod": "", "mysqlHost": "", "mysqlPort": 3306, "sidecarUrl": ""}],
             "appUser": "app", "appPasswordFile": "/secrets/main-app",
             "statusUrl": "http://127.0.0.1:8082/status", "temporalAddress": "127.0.0.1:7233",
             "temporalUi": "http://127.0.0.1:8233", "kubeconfig": "/kubeconfig", "later": 1}
            """);
    assertThat(status.groupRef()).hasToString("default/main");
    assertThat(status.activeSite()).isEqualTo("pdx");
    assertThat(status.epoch()).isEqualTo(4);
    assertThat(status.ready()).isTrue();
    assertThat(status.site("iad").mysql()).isEqualTo(new Endpoint("192.0.2.5", 3306));
    assertThatThrownBy(() -> status.site("sfo")).hasMessageContaining("no site sfo");
  }

  @Test
  void readsWhatChaosPrints() {
    assertThat(
            InjectedFault.parse(
                """
                2026-01-01T00:00:00.123Z at=1767225600123 fault=kill-mysqld site=iad
                  did:    SIGKILL to mysqld (pid 42) in the pod mysql-main-iad-…
                  expect: another site is writable within about a second
                """))
        .isEqualTo(
            new InjectedFault("kill-mysqld", "iad", Instant.parse("2026-01-01T00:00:00.123Z")));
    assertThatThrownBy(() -> InjectedFault.parse("nothing was done"))
        .hasMessageContaining("nothing was done");
  }
}
