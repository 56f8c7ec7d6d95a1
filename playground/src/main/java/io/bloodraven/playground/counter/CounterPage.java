package io.bloodraven.playground.counter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Objects;

/** The web page at {@code /} and the same figures as JSON at {@code /counter.json}. */
final class CounterPage implements AutoCloseable {
  private final HttpServer server;
  private final Tally tally;
  private final byte[] page;

  /**
   * Starts serving.
   *
   * @throws IOException when the address cannot be listened on
   */
  CounterPage(InetSocketAddress address, Tally tally) throws IOException {
    this.tally = tally;
    try (InputStream html = CounterPage.class.getResourceAsStream("counter.html")) {
      page = Objects.requireNonNull(html, "counter.html").readAllBytes();
    }
    server = HttpServer.create(address, 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The port it listens on. */
  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/" -> send(exchange, 200, "text/html; charset=utf-8", page);
        case "/counter.json" ->
            send(exchange, 200, "application/json", JSON.std.asBytes(tally.read()));
        default ->
            send(exchange, 404, "text/plain", "not here: / or /counter.json\n".getBytes(UTF_8));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
