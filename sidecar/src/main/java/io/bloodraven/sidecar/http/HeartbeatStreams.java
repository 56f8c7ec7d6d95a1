package io.bloodraven.sidecar.http;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import io.bloodraven.api.health.Heartbeat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Heartbeat streams: one line at once on every change, else every second. There may be so many at
 * once; a new one beyond that ends the oldest, whose reader may be gone without a word.
 */
public final class HeartbeatStreams {
  private static final int MOST = 32;
  private static final long INTERVAL = 1_000;

  private final Supplier<Heartbeat> source;
  private final Deque<HttpExchange> streams = new ArrayDeque<>();
  private long changes;

  /**
   * @param source the heartbeat of this moment
   */
  public HeartbeatStreams(Supplier<Heartbeat> source) {
    this.source = source;
  }

  /** Something changed that is worth a line. */
  public synchronized void changed() {
    changes++;
    notifyAll();
  }

  /** Writes lines until the reader goes. */
  void serve(HttpExchange exchange) throws IOException, InterruptedException {
    begin(exchange);
    try {
      exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      while (true) {
        long told = changesSoFar();
        out.write(JSON.std.asBytes(source.get()));
        out.write('\n');
        out.flush();
        awaitChange(told);
      }
    } finally {
      end(exchange);
    }
  }

  private synchronized long changesSoFar() {
    return changes;
  }

  private synchronized void awaitChange(long told) throws InterruptedException {
    long until = System.nanoTime() + INTERVAL * 1_000_000;
    for (long left = INTERVAL;
        left > 0 && changes == told;
        left = (until - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }

  private void begin(HttpExchange exchange) {
    HttpExchange oldest = null;
    synchronized (this) {
      streams.addLast(exchange);
      if (streams.size() > MOST) {
        oldest = streams.removeFirst();
      }
    }
    if (oldest != null) {
      oldest.close();
    }
  }

  private synchronized void end(HttpExchange exchange) {
    streams.remove(exchange);
  }
}
