package io.bloodraven.activities.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.LeaseView;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.ClaimReply;
import io.bloodraven.api.lease.ClaimRequest;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.FenceRequest;
import io.bloodraven.api.lease.OpenReply;
import io.bloodraven.api.lease.OpenRequest;
import io.bloodraven.api.lease.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A sidecar on the wire: the endpoints and records of the real one, the token check, and a lease
 * that knows only epochs. What it is to answer is set by the test; what it was asked is recorded.
 */
public final class TestingSidecar implements AutoCloseable {
  /** The control token of every testing group. */
  public static final String TOKEN = "testing-token";

  /** What happens when the lease lets the site open. */
  public interface Opener {
    /** Opens the server; returns its gtid_executed. */
    String open() throws Exception;
  }

  private final GroupRef group;
  private final String site;
  private final HttpServer http;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, TestingSidecar> peers = new HashMap<>();

  /** Path, and for control calls the request, in order. */
  public final List<Object> asked = new CopyOnWriteArrayList<>();

  public volatile long highestEpoch;
  public volatile long holdingEpoch;
  public volatile boolean writable;
  public volatile ServerState server = ServerState.UP;
  public volatile Refusal claimRefusal = Refusal.NONE;
  public volatile Refusal openRefusal = Refusal.NONE;
  public volatile long claimWaitMillis;

  /** How many requests to open are answered with "wait". */
  public volatile int waits;

  /** Requests are taken and not answered, as by a frozen process. */
  public volatile boolean hangs;

  public volatile Opener opener = () -> "";

  public TestingSidecar(GroupRef group, String site) {
    this.group = group;
    this.site = site;
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::handle);
    http.start();
  }

  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** Makes it relay to {@code peer}. */
  public void knows(TestingSidecar peer) {
    peers.put(peer.site, peer);
  }

  public Heartbeat heartbeat() {
    return new Heartbeat(
        group.namespace(),
        group.name(),
        site,
        "pod-of-" + site,
        "boot",
        1,
        server,
        writable,
        new LeaseView(highestEpoch, holdingEpoch, 0, holdingEpoch, "", "", List.of(), -1, -1),
        "",
        "",
        null,
        List.of(),
        List.of());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (hangs) {
        closed.await();
        return;
      }
      String path = exchange.getRequestURI().getPath();
      String token = exchange.getRequestHeaders().getFirst("Authorization");
      if (path.startsWith("/control/") && !("Bearer " + TOKEN).equals(token)) {
        answer(exchange, 401, Map.of("error", "token"));
        return;
      }
      route(exchange, path, exchange.getRequestBody().readAllBytes());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void route(HttpExchange exchange, String path, byte[] body) throws IOException {
    String[] parts = path.split("/", -1);
    if (path.startsWith("/control/relay/")) {
      relay(exchange, parts[3], parts[4], body);
      return;
    }
    switch (path) {
      case "/status" -> {
        asked.add(path);
        answer(exchange, 200, heartbeat());
      }
      case "/control/fence" -> {
        FenceReply reply = fence(JSON.std.beanFrom(FenceRequest.class, body));
        answer(exchange, reply.fenced() ? 200 : 409, reply);
      }
      case "/control/claim" -> {
        ClaimReply reply = claim(JSON.std.beanFrom(ClaimRequest.class, body));
        answer(exchange, reply.taken() ? 200 : 409, reply);
      }
      case "/control/open" -> {
        OpenReply reply = open(JSON.std.beanFrom(OpenRequest.class, body));
        answer(exchange, reply.open() ? 200 : 409, reply);
      }
      default -> answer(exchange, 404, Map.of("error", "no such path"));
    }
  }

  private void relay(HttpExchange exchange, String to, String what, byte[] body)
      throws IOException {
    TestingSidecar peer = peers.get(to);
    asked.add("relay " + what + " to " + to);
    if (peer == null || peer.hangs) {
      answer(exchange, 502, Map.of("error", "the peer did not answer"));
      return;
    }
    peer.route(exchange, what.equals("status") ? "/status" : "/control/" + what, body);
  }

  private synchronized FenceReply fence(FenceRequest request) {
    asked.add(request);
    if (request.epoch() < highestEpoch) {
      return new FenceReply(false, Refusal.STALE_EPOCH, highestEpoch, null, server, "", false);
    }
    if (request.onlyIfDead() && server != ServerState.DEAD) {
      return new FenceReply(false, Refusal.SERVER_ALIVE, highestEpoch, null, server, "", false);
    }
    highestEpoch = request.epoch();
    FenceProof proof =
        holdingEpoch == 0 ? null : new FenceProof(site, "pod-of-" + site, holdingEpoch, 0);
    writable = false;
    return new FenceReply(true, Refusal.NONE, highestEpoch, proof, server, "", true);
  }

  private synchronized ClaimReply claim(ClaimRequest request) {
    asked.add(request);
    if (request.epoch() < highestEpoch) {
      return new ClaimReply(false, Refusal.STALE_EPOCH, highestEpoch, 0);
    }
    if (claimRefusal != Refusal.NONE) {
      return new ClaimReply(false, claimRefusal, highestEpoch, 0);
    }
    highestEpoch = request.epoch();
    holdingEpoch = request.epoch();
    return new ClaimReply(true, Refusal.NONE, highestEpoch, claimWaitMillis);
  }

  private synchronized OpenReply open(OpenRequest request) {
    asked.add(request);
    if (request.epoch() < highestEpoch) {
      return new OpenReply(false, Refusal.STALE_EPOCH, highestEpoch, 0, "");
    }
    if (openRefusal != Refusal.NONE) {
      return new OpenReply(false, openRefusal, highestEpoch, 0, "");
    }
    if (request.epoch() != holdingEpoch) {
      return new OpenReply(false, Refusal.NOT_HOLDER, highestEpoch, 0, "");
    }
    if (waits > 0) {
      waits--;
      return new OpenReply(false, Refusal.NONE, highestEpoch, 5, "");
    }
    try {
      String gtids = opener.open();
      writable = true;
      return new OpenReply(true, Refusal.NONE, highestEpoch, 0, gtids);
    } catch (Exception e) {
      return new OpenReply(false, Refusal.SERVER_UNAVAILABLE, highestEpoch, 0, "");
    }
  }

  private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] json = JSON.std.asString(body).getBytes(UTF_8);
    exchange.sendResponseHeaders(status, json.length);
    exchange.getResponseBody().write(json);
  }

  /** The recorded requests of one kind, in order. */
  public <T> List<T> asked(Class<T> kind) {
    return new ArrayList<>(asked).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public void close() {
    closed.countDown();
    http.stop(0);
  }
}
