package io.bloodraven.watcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bloodraven.api.health.Heartbeat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * The heartbeat stream of a sidecar: says what it is told to say, at once and then every second. It
 * can fall silent with its connections open, as a frozen host does. It relays to the sidecars it
 * knows, also to one that says nothing on its streams: that is a cut link then.
 */
final class TestingSidecar implements AutoCloseable {
  static final String TOKEN = "the token of the tests";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService beat =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Set<OutputStream> listeners = ConcurrentHashMap.newKeySet();
  private final AtomicLong sequence = new AtomicLong();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong relayed = new AtomicLong();
  private final Map<String, TestingSidecar> peers = new ConcurrentHashMap<>();
  private LongFunction<Heartbeat> word;
  private boolean mute;

  /** Starts to say that; the function is given the sequence number. */
  TestingSidecar(LongFunction<Heartbeat> word) {
    this.word = word;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/heartbeat", this::listen);
    server.createContext("/control/relay/", this::relay);
    server.setExecutor(threads);
    server.start();
    var _ = beat.scheduleAtFixedRate(this::tell, 0, 1, TimeUnit.SECONDS);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Says that from now on, and at once. */
  synchronized void say(LongFunction<Heartbeat> next) {
    word = next;
    tell();
  }

  /** Says nothing any more, to anybody, without closing anything. */
  synchronized void fallSilent() {
    mute = true;
  }

  /** Speaks again. */
  synchronized void speak() {
    mute = false;
    tell();
  }

  /** Makes it relay to that sidecar. */
  void knows(String site, TestingSidecar peer) {
    peers.put(site, peer);
  }

  /** How often it was asked to relay. */
  long relaysAsked() {
    return relayed.get();
  }

  /** How often it has spoken. */
  long linesSaid() {
    return sequence.get();
  }

  /** How many streams were opened. */
  long streamsOpened() {
    return opened.get();
  }

  @Override
  public void close() {
    beat.shutdownNow();
    server.stop(0);
    threads.shutdownNow();
  }

  private void listen(HttpExchange exchange) throws IOException {
    if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.sendResponseHeaders(401, -1);
      return;
    }
    exchange.getResponseHeaders().add("Content-Type", "application/x-ndjson");
    exchange.sendResponseHeaders(200, 0);
    opened.incrementAndGet();
    synchronized (this) {
      OutputStream body = exchange.getResponseBody();
      listeners.add(body);
      if (!mute) {
        write(body, line());
      }
    }
  }

  private void relay(HttpExchange exchange) throws IOException {
    relayed.incrementAndGet();
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      TestingSidecar peer = peers.get(path[3]);
      if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
      } else if (peer == null || !path[4].equals("status")) {
        exchange.sendResponseHeaders(502, -1);
      } else {
        byte[] status = peer.status();
        exchange.sendResponseHeaders(200, status.length);
        exchange.getResponseBody().write(status);
      }
    }
  }

  private synchronized byte[] status() {
    return line();
  }

  private synchronized void tell() {
    if (!mute) {
      byte[] line = line();
      listeners.forEach(body -> write(body, line));
    }
  }

  private byte[] line() {
    try {
      return (JSON.std.asString(word.apply(sequence.incrementAndGet())) + "\n").getBytes(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(OutputStream body, byte[] line) {
    try {
      body.write(line);
      body.flush();
    } catch (IOException e) {
      // whoever hung up is told nothing more
      listeners.remove(body);
    }
  }
}
