package io.bloodraven.sidecar.fence;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloodraven.sidecar.fence.Clients.Session;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientsTest {
  private static final Session OPERATOR = new Session(1, "operator");
  private static final Session APP = new Session(2, "app");
  private static final Session SOMEBODY = new Session(3, "unauthenticated user");
  private static final Session SOMEBODY_ELSE = new Session(4, "unauthenticated user");

  private final Clients clients = new Clients();

  @Test
  void allButTheOperatorAreEndedAtOnce() {
    assertThat(toEnd(List.of(OPERATOR, APP), 0)).containsExactly(2L);
  }

  @Test
  void aLoginIsEndedWhenItTakesLong() {
    assertThat(toEnd(List.of(APP, SOMEBODY), 1_000)).containsExactly(2L);
    assertThat(toEnd(List.of(SOMEBODY, SOMEBODY_ELSE), 1_249)).isEmpty();
    assertThat(toEnd(List.of(SOMEBODY, SOMEBODY_ELSE), 1_250)).containsExactly(3L);
    assertThat(toEnd(List.of(SOMEBODY_ELSE), 1_499)).containsExactly(4L);
  }

  @Test
  void whoeverHasLoggedInIsOneOrTheOther() {
    assertThat(toEnd(List.of(SOMEBODY, SOMEBODY_ELSE), 0)).isEmpty();
    List<Session> loggedIn = List.of(new Session(3, "operator"), new Session(4, "app"));
    assertThat(toEnd(loggedIn, 50)).containsExactly(4L);
    assertThat(toEnd(loggedIn, 5_000)).containsExactly(4L);
  }

  private List<Long> toEnd(List<Session> sessions, long now) {
    return clients.toEnd(sessions, "operator", now);
  }
}
