package io.bloodraven.activities.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloodraven.activities.kubernetes.Login;
import io.bloodraven.activities.mysql.TestingCredentials;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SidecarClientTest {
  private static final GroupRef GROUP = new GroupRef("default", "main");
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final FenceRequest FENCE =
      new FenceRequest("default", "main", "iad", 2, false, "test");

  private final TestingSidecar sidecar = new TestingSidecar(GROUP, "iad");
  private final TestingCredentials credentials =
      new TestingCredentials(new Login("operator", ""), TestingSidecar.TOKEN);
  private final SidecarClient client =
      new SidecarClient(credentials, (group, site) -> sidecar.url());

  @AfterEach
  void close() {
    sidecar.close();
  }

  @Test
  void readsTheHeartbeat() throws Exception {
    sidecar.highestEpoch = 7;
    assertThat(client.status(GROUP, "iad", LIMIT)).isEqualTo(sidecar.heartbeat());
  }

  @Test
  void sendsWholeRequests() throws Exception {
    ClaimRequest claim =
        new ClaimRequest("default", "main", "iad", 3, List.of(new FenceProof("pdx", "p", 2, 40)));
    OpenRequest open = new OpenRequest("default", "main", "iad", 3, List.of(), 0);

    assertThat(client.claim(claim, LIMIT).taken()).isTrue();
    assertThat(client.open(open, LIMIT).open()).isTrue();
    assertThat(sidecar.asked).containsExactly(claim, open);
  }

  @Test
  void refusalIsAReply() throws Exception {
    sidecar.highestEpoch = 9;
    assertThat(client.fence(FENCE, LIMIT))
        .satisfies(reply -> assertThat(reply.refusal()).isEqualTo(Refusal.STALE_EPOCH))
        .satisfies(reply -> assertThat(reply.highestEpoch()).isEqualTo(9))
        .satisfies(reply -> assertThat(reply.server()).isEqualTo(ServerState.UP));
  }

  @Test
  void wrongTokenIsAnError() {
    SidecarClient stranger =
        new SidecarClient(
            new TestingCredentials(new Login("operator", ""), "guessed"),
            (group, site) -> sidecar.url());
    assertThatThrownBy(() -> stranger.fence(FENCE, LIMIT))
        .isInstanceOf(SidecarException.class)
        .hasMessageContaining("default/main")
        .hasMessageContaining("401")
        .hasMessageNotContaining("guessed");
    assertThat(sidecar.asked).isEmpty();
  }

  @Test
  void statusNeedsNoToken() throws Exception {
    credentials.unavailable = true;
    assertThat(client.status(GROUP, "iad", LIMIT).site()).isEqualTo("iad");
    assertThatThrownBy(() -> client.fence(FENCE, LIMIT)).isInstanceOf(SidecarException.class);
  }

  @Test
  void silentSidecarIsGivenUpInTime() {
    sidecar.hangs = true;
    long start = System.nanoTime();
    assertThatThrownBy(() -> client.fence(FENCE, Duration.ofMillis(100)))
        .isInstanceOf(SidecarException.class)
        .hasMessageContaining("within 100 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void bodyThatNeverEndsIsGivenUpInTime() throws Exception {
    try (TestingWire wire =
        new TestingWire(socket -> {
          socket
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(UTF_8));
          return true;
        })) {
      SidecarClient slow = new SidecarClient(credentials, (group, site) -> wire.url());
      long start = System.nanoTime();
      assertThatThrownBy(() -> slow.status(GROUP, "iad", Duration.ofMillis(100)))
          .isInstanceOf(SidecarException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void bodyWithoutEndIsNotRead() throws Exception {
    try (TestingWire wire =
        new TestingWire(socket -> {
          socket
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
          byte[] spaces = " ".repeat(1 << 16).getBytes(UTF_8);
          for (int i = 0; i < 1 << 10; i++) {
            socket.getOutputStream().write(spaces);
          }
          return false;
        })) {
      SidecarClient client = new SidecarClient(credentials, (group, site) -> wire.url());
      assertThatThrownBy(() -> client.status(GROUP, "iad", LIMIT))
          .isInstanceOf(SidecarException.class);
    }
  }

  @Test
  void deadKeptConnectionIsReplacedOnce() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    String reply =
        "{\"fenced\":true,\"refusal\":\"NONE\",\"highestEpoch\":2,\"server\":\"DEAD\","
            + "\"gtidExecuted\":\"\",\"addedLater\":{\"x\":[1]}}";
    // every connection answers one request and dies at the second
    try (TestingWire wire =
        new TestingWire(socket -> {
          if (requests.incrementAndGet() == 2) {
            return false;
          }
          socket
              .getOutputStream()
              .write(
                  ("HTTP/1.1 200 OK\r\nContent-Length: " + reply.length() + "\r\n\r\n" + reply)
                      .getBytes(UTF_8));
          return true;
        })) {
      SidecarClient client = new SidecarClient(credentials, (group, site) -> wire.url());
      assertThat(client.fence(FENCE, LIMIT).fenced()).isTrue();
      assertThat(client.fence(FENCE, LIMIT).server()).isEqualTo(ServerState.DEAD);
      assertThat(requests).hasValue(3);
    }
  }

  /** A server below the level of HTTP: for each request it does as it was told. */
  private static final class TestingWire implements AutoCloseable {
    interface Behaviour {
      /** Answers a request that was read; whether to keep the connection. */
      boolean answer(Socket socket) throws IOException;
    }

    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    TestingWire(Behaviour behaviour) throws IOException {
      Thread.startVirtualThread(() -> {
        while (!listener.isClosed()) {
          try {
            Socket socket = listener.accept();
            Thread.startVirtualThread(() -> serve(socket, behaviour));
          } catch (IOException closed) {
            return;
          }
        }
      });
    }

    private static void serve(Socket socket, Behaviour behaviour) {
      try (socket;
          BufferedReader in =
              new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
        while (true) {
          int length = 0;
          for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
              length = Integer.parseInt(line.substring(15).strip());
            }
          }
          for (int i = 0; i < length; i++) {
            in.read();
          }
          if (!behaviour.answer(socket)) {
            return;
          }
        }
      } catch (IOException | NullPointerException clientIsGone) {
        // the client's side of the test asserts
      }
    }

    String url() {
      return "http://127.0.0.1:" + listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
