package io.bloodraven.sidecar.fence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bloodraven.api.group.NetworkGuard;
import io.bloodraven.sidecar.SidecarLog;
import io.bloodraven.testing.LeftOut;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules in a real kernel, with clients on another host. */
class PortGuardIT {
  private static final long MARGIN = 500;

  private TestingNetwork network;
  private PortGuard guard;

  @BeforeAll
  static void needsRoot() {
    LeftOut.unless(
        System.getProperty("user.name").equals("root"),
        "the network guard's tests in a real kernel",
        "a network namespace of their own needs root");
  }

  @BeforeEach
  void start() throws Exception {
    network = new TestingNetwork();
    guard = guard();
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
  }

  private PortGuard guard() {
    return new PortGuard(
        NetworkGuard.ON,
        TestingNetwork.PORT,
        network.nft(),
        PortGuardIT::now,
        MARGIN,
        new SidecarLog("ns/g", "iad", () -> 1));
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(5_000);
    socket.connect(new InetSocketAddress(TestingNetwork.ADDRESS, TestingNetwork.PORT), 2_000);
    return socket;
  }

  /**
   * Nobody tells a client whose answer was held back at the door: it waits for its own time-out.
   */
  private static boolean isReachable() {
    try (Socket client = connect()) {
      client.setSoTimeout(500);
      return "now".equals(ask(client));
    } catch (IOException e) {
      return false;
    }
  }

  private static String ask(Socket client) throws IOException {
    say(client, "now");
    return hear(client);
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\n").getBytes(UTF_8));
  }

  private static String hear(Socket client) throws IOException {
    return new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8)).readLine();
  }

  @Test
  void whenNobodyExtendsItThePortRunsShutAndNoAnswerLeavesAnyMore() throws Exception {
    guard.look();
    guard.arm(now() + 1_500 + MARGIN);
    assertThat(isReachable()).isTrue();
    try (Socket waiting = connect();
        Socket idle = connect()) {
      assertThat(ask(waiting)).isEqualTo("now");
      say(waiting, TestingNetwork.LATER);
      await().atMost(Duration.ofSeconds(4)).until(() -> !isReachable());
      // answered after the port has run shut, as by a server that thaws
      network.answerNow();
      waiting.setSoTimeout(1_000);
      assertThatThrownBy(() -> hear(waiting)).isInstanceOf(IOException.class);
      // clients are told at once, and do not have to wait
      assertThatThrownBy(() -> ask(idle))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThatThrownBy(PortGuardIT::connect).isInstanceOf(ConnectException.class);

      guard.free();
      assertThatThrownBy(() -> ask(waiting)).isInstanceOf(IOException.class);
      assertThat(isReachable()).isTrue();
    }
    assertThat(network.nft().run("list tables\n", 2_000)).doesNotContain("bloodraven");
  }

  @Test
  void whatRanShutIsNotExtended() throws Exception {
    guard.look();
    guard.arm(now() + 300 + MARGIN);
    await().atMost(Duration.ofSeconds(4)).until(() -> !isReachable());
    assertThat(isReachable()).isFalse();
    assertThat(guard.hasRunOut()).isTrue();

    guard.extend(now() + 5_000);
    assertThat(isReachable()).isFalse();
    assertThat(guard.trouble()).contains("No such file or directory");
  }

  @Test
  void anExtensionLetsConnectionsLive() throws Exception {
    guard.look();
    guard.arm(now() + 1_500 + MARGIN);
    try (Socket client = connect()) {
      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(8))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> {
            guard.extend(now() + 1_500 + MARGIN);
            return "now".equals(ask(client)) && guard.trouble().isEmpty();
          });
      await()
          .atMost(Duration.ofSeconds(4))
          .until(() -> !isReachable()); // and now nobody extends it
    }
  }

  @Test
  void anEarlierLifesRulesAreFoundAndReplaced() throws Exception {
    guard.arm(now() + 300 + MARGIN);
    await().atMost(Duration.ofSeconds(4)).until(() -> !isReachable());

    PortGuard next = guard();
    next.look();
    assertThat(next.isInPlace()).isTrue();
    next.arm(now() + 3_000 + MARGIN);
    assertThat(isReachable()).isTrue();
    assertThat(next.isArmed()).isTrue();
  }
}
