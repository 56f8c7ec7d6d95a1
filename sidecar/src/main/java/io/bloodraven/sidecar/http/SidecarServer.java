package io.bloodraven.sidecar.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.ServerState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The sidecar's endpoints. Looking is open to all; the stream and every command need the token. */
public final class SidecarServer implements AutoCloseable {
  static {
    // read once, when the first server of the process is made
    System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "5");
    System.getProperties().putIfAbsent("jdk.httpserver.maxConnections", "256");
  }

  private static final int REHEARSAL_MILLIS = 500;

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Token token;

  /**
   * @param port 0 for any free one
   * @param alive whether the sidecar's own loops run
   * @param status a fresh heartbeat
   */
  public SidecarServer(
      int port,
      Token token,
      Commands commands,
      Relay relay,
      HeartbeatStreams streams,
      BooleanSupplier alive,
      Supplier<Heartbeat> status)
      throws IOException {
    this.token = token;
    server = HttpServer.create(new InetSocketAddress(port), 64);
    server.setExecutor(executor);
    route(
        "/health",
        false,
        "GET",
        exchange -> {
          boolean ok = alive.getAsBoolean();
          Exchanges.answer(exchange, ok ? 200 : 503, Map.of("alive", ok));
        });
    route(
        "/ready",
        false,
        "GET",
        exchange -> {
          ServerState state = status.get().server();
          int code = state == ServerState.UP ? 200 : 503;
          Exchanges.answer(exchange, code, Map.of("server", state.name()));
        });
    route("/status", false, "GET", exchange -> Exchanges.answer(exchange, 200, status.get()));
    route("/heartbeat", true, "GET", streams::serve);
    for (String command : Commands.NAMES) {
      route("/control/" + command, true, "POST", exchange -> commands.serve(command, exchange));
    }
    server.createContext("/control/relay/", guarded(true, relay::serve));
    server.createContext("/", guarded(false, SidecarServer::notFound));
  }

  /** Something that answers, and may be interrupted or find the input bad. */
  interface Endpoint {
    void serve(HttpExchange exchange)
        throws IOException, InterruptedException, BadInput, Exchanges.TooLarge;
  }

  private void route(String path, boolean secret, String method, Endpoint endpoint) {
    server.createContext(
        path,
        guarded(
            secret,
            exchange -> {
              if (!exchange.getRequestURI().getPath().equals(path)) {
                notFound(exchange);
              } else if (!exchange.getRequestMethod().equals(method)) {
                exchange.getResponseHeaders().set("Allow", method);
                Exchanges.error(exchange, 405, "only " + method);
              } else {
                endpoint.serve(exchange);
              }
            }));
  }

  private HttpHandler guarded(boolean secret, Endpoint endpoint) {
    return exchange -> {
      // closed only after a refusal has been answered, too
      try (exchange) {
        if (!secret || isAdmitted(exchange)) {
          serve(endpoint, exchange);
        }
      }
    };
  }

  private static void serve(Endpoint endpoint, HttpExchange exchange) throws IOException {
    try {
      endpoint.serve(exchange);
    } catch (BadInput e) {
      Exchanges.error(exchange, 400, String.valueOf(e.getMessage()));
    } catch (Exchanges.TooLarge e) {
      Exchanges.error(exchange, 413, "the body is larger than 64 kB");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAdmitted(HttpExchange exchange) throws IOException {
    try {
      if (token.admits(exchange.getRequestHeaders().getFirst("Authorization"))) {
        return true;
      }
      Exchanges.error(exchange, 401, "the control token is missing or wrong");
    } catch (IOException e) {
      Exchanges.error(exchange, 503, "this sidecar has no control token yet");
    }
    return false;
  }

  private static void notFound(HttpExchange exchange) throws IOException {
    Exchanges.error(exchange, 404, "no such path");
  }

  public void start() {
    server.start();
  }

  /**
   * Asks itself once, and returns when that was answered, or was not within half a second: a first
   * answer takes tens of milliseconds alone, and twice as long beside whatever else begins.
   */
  public void rehearse() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), REHEARSAL_MILLIS);
      socket.setSoTimeout(REHEARSAL_MILLIS);
      socket.getOutputStream().write("GET /health HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      // then whoever asks first waits longer
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
