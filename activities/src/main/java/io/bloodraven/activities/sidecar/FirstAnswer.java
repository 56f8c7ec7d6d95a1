package io.bloodraven.activities.sidecar;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first answer to the same question asked in several ways at once. To be used by one thread;
 * the calls run in threads of their own and end by their own limits.
 */
final class FirstAnswer<T> {
  private static final Logger log = LoggerFactory.getLogger(FirstAnswer.class);

  /** One way to ask. */
  interface Way<T> {
    T ask() throws SidecarException;
  }

  /** One entry per call that has ended, empty when it failed. */
  private final BlockingQueue<Optional<Answer<T>>> ended = new LinkedBlockingQueue<>();

  private int pending;

  /** Asks one more way. */
  void ask(String relayedBy, Way<T> way) {
    pending++;
    Thread.startVirtualThread(() -> ended.add(attempt(relayedBy, way)));
  }

  private Optional<Answer<T>> attempt(String relayedBy, Way<T> way) {
    try {
      return Optional.of(new Answer<>(way.ask(), relayedBy));
    } catch (SidecarException | RuntimeException e) {
      log.debug(
          "no answer {}: {}",
          relayedBy.isEmpty() ? "directly" : "through " + relayedBy,
          e.getMessage());
      return Optional.empty();
    }
  }

  /** Waits for an answer; empty when every call has failed or the limit has passed. */
  Optional<Answer<T>> await(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (pending > 0) {
        Optional<Answer<T>> next = ended.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          return Optional.empty();
        }
        pending--;
        if (next.isPresent()) {
          return next;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }
}
