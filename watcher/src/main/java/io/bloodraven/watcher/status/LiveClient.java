package io.bloodraven.watcher.status;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One WebSocket client: messages go out one after the other, and a client that is further behind
 * than {@link #QUEUE} messages is dropped; it reconnects and starts from the present.
 */
final class LiveClient {
  /** Messages that may wait for a slow client. */
  static final int QUEUE = 64;

  /** The connection of a client. */
  interface Outlet {
    /** Sends without waiting; exactly one of both is run when it is known how that went. */
    void send(String message, Runnable sent, Runnable failed);

    /** Ends the connection. */
    void drop(String reason);
  }

  private final Outlet outlet;
  private final Queue<String> waiting = new ArrayDeque<>();
  private boolean sending;
  private boolean dropped;

  LiveClient(Outlet outlet) {
    this.outlet = requireNonNull(outlet, "outlet");
  }

  /** Takes a message to be sent; false when the client is dropped. */
  boolean offer(String message) {
    synchronized (this) {
      if (dropped) {
        return false;
      }
      if (waiting.size() < QUEUE) {
        waiting.add(message);
      } else {
        dropped = true;
        waiting.clear();
      }
    }
    if (isDropped()) {
      outlet.drop("too slow");
      return false;
    }
    sendNext();
    return true;
  }

  synchronized boolean isDropped() {
    return dropped;
  }

  private void sendNext() {
    String message;
    synchronized (this) {
      if (sending || dropped || waiting.isEmpty()) {
        return;
      }
      sending = true;
      message = waiting.remove();
    }
    outlet.send(message, this::sent, this::failed);
  }

  private void sent() {
    synchronized (this) {
      sending = false;
    }
    sendNext();
  }

  private void failed() {
    synchronized (this) {
      dropped = true;
      waiting.clear();
    }
    outlet.drop("unreachable");
  }
}
