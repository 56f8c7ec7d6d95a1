package io.bloodraven.watcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class AnsweringPeersTest {
  private final AtomicInteger status = new AtomicInteger(200);
  private final HttpServer server;
  @AutoClose private final AnsweringPeers peers = new AnsweringPeers();

  AnsweringPeersTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/healthz",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void oneThatWasNeverAskedAnswers() {
    assertThat(peers.answers("b")).isTrue();
  }

  @Test
  void twoAnswersMustBeMissingAndOneIsEnoughToBeBack() {
    Map<String, URI> asked = Map.of("b", health(server.getAddress().getPort()));
    peers.ask(asked);
    assertThat(peers.answers("b")).isTrue();

    status.set(503);
    peers.ask(asked);
    assertThat(peers.answers("b")).isTrue();
    peers.ask(asked);
    assertThat(peers.answers("b")).isFalse();

    status.set(200);
    peers.ask(asked);
    assertThat(peers.answers("b")).isTrue();
  }

  /** As a frozen one does, or one behind a cut cable. */
  @Test
  void oneThatTakesTheConnectionAndSaysNothingDoesNotAnswerAndHoldsNobodyUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Map<String, URI> asked =
          Map.of(
              "b", health(server.getAddress().getPort()), "silent", health(silent.getLocalPort()));
      long began = System.nanoTime();
      peers.ask(asked);
      peers.ask(asked);
      assertThat(System.nanoTime() - began).isLessThan(4 * AnsweringPeers.LIMIT.toNanos());
    }
    assertThat(peers.answers("silent")).isFalse();
    assertThat(peers.answers("b")).isTrue();
  }

  @Test
  void itIsHungUpOn() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      silent.setSoTimeout(10_000);
      peers.ask(Map.of("silent", health(silent.getLocalPort())));
      try (Socket asking = silent.accept()) {
        asking.setSoTimeout(10_000);
        assertThat(asking.getInputStream().readAllBytes()).isNotEmpty();
      }
    }
  }

  @Test
  void whoIsGoneIsForgotten() {
    Map<String, URI> nobody = Map.of("gone", health(1));
    peers.ask(nobody);
    peers.ask(nobody);
    assertThat(peers.answers("gone")).isFalse();

    peers.ask(Map.of());
    assertThat(peers.answers("gone")).isTrue();
  }

  private static URI health(int port) {
    return URI.create("http://127.0.0.1:" + port + "/healthz");
  }
}
