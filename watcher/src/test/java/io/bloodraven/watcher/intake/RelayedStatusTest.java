package io.bloodraven.watcher.intake;

import static io.bloodraven.watcher.tracking.TestingHeartbeats.GROUP;
import static io.bloodraven.watcher.tracking.TestingHeartbeats.dead;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.watcher.tracking.Detour;
import io.bloodraven.watcher.tracking.ProbeResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayedStatusTest {
  private static final Detour BY_PDX = new Detour("iad", "pdx");
  private static final Heartbeat WORD = dead("iad", 3);

  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicLong asleep = new AtomicLong();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final TestingListener listener = new TestingListener();
  private @Nullable String token = "the token";
  private Answer answer = exchange -> send(exchange, 200, JSON.std.asBytes(WORD));
  private final HttpServer relay;
  private final RelayedStatus status;

  private interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  RelayedStatusTest() throws IOException {
    relay = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    status =
        new RelayedStatus(
            new TestingAddresses(),
            _ -> new TestingToken(),
            () -> System.nanoTime() / 1_000_000 + asleep.get());
  }

  @BeforeEach
  void start() {
    relay.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    relay.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            answer.give(exchange);
          }
        });
    relay.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    status.close();
    relay.stop(0);
  }

  @Test
  void asksAsAWorkerDoesAndPassesTheAnswerOn() throws InterruptedException {
    go();

    assertThat(asked).containsExactly("GET /control/relay/iad/status Bearer the token");
    assertThat(listener.heard).containsExactly(WORD);
    assertThat(listener.took).isBetween(0L, RelayedStatus.LIMIT.toMillis());
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 400, 401, 404, 409, 500, 502, 503})
  void whateverElseIsAnsweredSaysNothing(int code) throws InterruptedException {
    answer =
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/control/relay/iad/status");
          send(exchange, code, code == 204 ? new byte[0] : JSON.std.asBytes(WORD));
        };
    go();

    assertThat(listener.heard).isEmpty();
    assertThat(asked).hasSize(1);
    assertThat(refused.get()).as("the token is read again").isEqualTo(code == 401 ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "{\"site\": \"iad\"}"})
  void whatIsNoHeartbeatSaysNothing(String body) throws InterruptedException {
    answer = exchange -> send(exchange, 200, body.getBytes(UTF_8));
    go();

    assertThat(listener.heard).isEmpty();
  }

  @Test
  void anAnswerIsBoundedInSize() throws InterruptedException {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] word = JSON.std.asBytes(WORD);
          exchange.getResponseBody().write(word);
          // blanks after a whole heartbeat: only their number is wrong
          exchange.getResponseBody().write(" ".repeat((1 << 20) - word.length + 1).getBytes(UTF_8));
        };
    go();

    assertThat(listener.heard).isEmpty();
  }

  @Test
  void anAnswerThatDripsInIsGivenUp() throws InterruptedException {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (byte each : JSON.std.asBytes(WORD)) {
            exchange.getResponseBody().write(each);
            exchange.getResponseBody().flush();
            pause(50);
          }
        };
    long before = System.nanoTime();
    go();

    assertThat(listener.heard).isEmpty();
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isLessThan(5000);
  }

  @Test
  void aRelayThatHangsIsGivenUp() throws InterruptedException {
    answer = _ -> pause(60_000);
    go();

    assertThat(listener.heard).isEmpty();
  }

  @Test
  void whoSleptBesideAnAnswerDoesNotTakeItForNew() throws InterruptedException {
    answer =
        exchange -> {
          asleep.set(60_000);
          send(exchange, 200, JSON.std.asBytes(WORD));
        };
    go();

    assertThat(listener.heard).isEmpty();
  }

  @Test
  void withoutATokenNobodyIsAsked() throws InterruptedException {
    token = null;
    go();

    assertThat(asked).isEmpty();
  }

  private void go() throws InterruptedException {
    status.ask(GROUP, BY_PDX, listener);
    assertThat(listener.ended.await(10, TimeUnit.SECONDS)).as("told of the end").isTrue();
  }

  private void pause(long millis) {
    try {
      if (over.await(millis, TimeUnit.MILLISECONDS)) {
        throw new UncheckedIOException(new IOException("the test is over"));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private final class TestingToken implements HeartbeatStream.Token {
    @Override
    public @Nullable String get() {
      return token;
    }

    @Override
    public void refused() {
      refused.incrementAndGet();
    }
  }

  private final class TestingAddresses implements SiteAddresses {
    @Override
    public URI sidecar(GroupRef group, String site) {
      assertThat(site).isEqualTo("pdx");
      return URI.create("http://127.0.0.1:" + relay.getAddress().getPort());
    }

    @Override
    public String mysql(GroupRef group, String site) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class TestingListener implements SiteListener {
    private final List<Heartbeat> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long took;

    @Override
    public void heard(String site, Heartbeat heartbeat) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void heardBy(Detour detour, Heartbeat heartbeat, long tookMillis) {
      assertThat(detour).isEqualTo(BY_PDX);
      heard.add(heartbeat);
      took = tookMillis;
    }

    @Override
    public void ended(Detour detour) {
      assertThat(detour).isEqualTo(BY_PDX);
      ended.countDown();
    }

    @Override
    public void probed(String site, ProbeResult result) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void streamLost(String site, String why) {
      throw new UnsupportedOperationException();
    }
  }
}
