package io.bloodraven.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.health.ServerState;
import java.sql.SQLException;
import java.time.Duration;

/** The event within a site's server that closes it when nobody renews its lease any more. */
record EventSwitch(TestingSite site) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Opens the site, with a table of an application, and waits until the event watches over it. */
  static EventSwitch ofOpened(TestingSite site) throws SQLException {
    site.awaitServer(ServerState.UP);
    await().atMost(PATIENCE).until(() -> site.claim(1).body().taken());
    assertThat(site.open(1, 10_000).body().open()).isTrue();
    site.createApplication();
    assertThat(site.takesWrites()).isTrue();
    EventSwitch event = new EventSwitch(site);
    await().atMost(PATIENCE).until(event::isArmed);
    return event;
  }

  /** The connection in which the event waits; {@code null} as a word when there is none. */
  String whoStays() throws SQLException {
    return site.mysql.value("SELECT IS_USED_LOCK('bloodraven.close_without_lease_2')");
  }

  boolean isArmed() throws SQLException {
    return !whoStays().equals("null");
  }
}
