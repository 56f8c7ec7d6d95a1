package io.bloodraven.sidecar;

import io.bloodraven.api.health.LeaseView;
import io.bloodraven.sidecar.lease.LeaseAction;
import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.sidecar.lease.LeaseKeeper;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that feeds the lease: events one at a time, the time ten times a second, and what
 * is to be done handed on in order.
 */
public final class KeeperLoop implements AutoCloseable {
  private static final long TICK_INTERVAL = 100;
  private static final long DEAF_AFTER = 5_000;
  private static final int MOST_EVENTS = 1_024;

  /** Carries an action out; returns what is to be heard at once, or null. */
  public interface Actor extends Function<LeaseAction, @Nullable LeaseEvent> {}

  /** What others may know of the lease. */
  public record Standing(LeaseView lease, boolean open) {}

  private final LeaseKeeper keeper;
  private final Actor actor;
  private final Runnable changed;
  private final LongSupplier monotonicMillis;
  private final Clock wallClock;
  private final BlockingQueue<LeaseEvent> events = new ArrayBlockingQueue<>(MOST_EVENTS);
  private final Map<Long, CompletableFuture<Record>> tickets = new ConcurrentHashMap<>();
  private final AtomicLong nextTicket = new AtomicLong();
  private final Thread thread;
  private volatile Standing standing;
  private volatile long turnedAt;

  /**
   * @param actor called by the loop's thread only
   * @param changed called after an event that changed who holds the lease or whether it is open
   */
  public KeeperLoop(
      LeaseKeeper keeper,
      Actor actor,
      Runnable changed,
      LongSupplier monotonicMillis,
      Clock wallClock) {
    this.keeper = keeper;
    this.actor = actor;
    this.changed = changed;
    this.monotonicMillis = monotonicMillis;
    this.wallClock = wallClock;
    this.turnedAt = monotonicMillis.getAsLong();
    this.standing = new Standing(keeper.view(turnedAt), false);
    thread = Thread.ofPlatform().daemon().name("lease-keeper").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Tells the lease; an event too many is dropped, as if it had been lost on its way. */
  public void tell(LeaseEvent event) {
    events.offer(event);
  }

  /** Asks the lease; fails when it has too much to do. */
  public CompletionStage<Record> ask(LongFunction<LeaseEvent> question) {
    long ticket = nextTicket.incrementAndGet();
    CompletableFuture<Record> answer = new CompletableFuture<>();
    tickets.put(ticket, answer);
    if (!events.offer(question.apply(ticket))) {
      tickets.remove(ticket);
      answer.completeExceptionally(new IllegalStateException("too many events"));
    }
    // nobody waits longer than that for it
    return answer
        .orTimeout(15, TimeUnit.SECONDS)
        .whenComplete((reply, failure) -> tickets.remove(ticket));
  }

  /** Answers a question. */
  void answer(LeaseAction.Answer answer) {
    CompletableFuture<Record> waiting = tickets.remove(answer.ticket());
    if (waiting != null) {
      waiting.complete(answer.reply());
    }
  }

  /** How things stand; durations are of this moment. */
  public LeaseView lease() {
    return standing.lease();
  }

  /** Whether the server is open by order of the lease. */
  public boolean isOpen() {
    return standing.open();
  }

  /** Whether the loop turns. */
  public boolean isAlive() {
    return thread.isAlive() && monotonicMillis.getAsLong() - turnedAt < DEAF_AFTER;
  }

  private void run() {
    try {
      long nextTick = monotonicMillis.getAsLong();
      while (true) {
        long left = nextTick - monotonicMillis.getAsLong();
        LeaseEvent event = left > 0 ? events.poll(left, TimeUnit.MILLISECONDS) : null;
        if (event == null) {
          nextTick = monotonicMillis.getAsLong() + TICK_INTERVAL;
          event = new LeaseEvent.Tick(wallClock.millis());
        }
        take(event);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(LeaseEvent event) {
    long now = monotonicMillis.getAsLong();
    List<LeaseAction> actions = keeper.on(event, now);
    for (LeaseAction action : actions) {
      LeaseEvent heard = actor.apply(action);
      if (heard != null) {
        tell(heard);
      }
    }
    Standing before = standing;
    standing = new Standing(keeper.view(now), keeper.isOpen());
    turnedAt = now;
    if (differs(before, standing)) {
      changed.run();
    }
  }

  private static boolean differs(Standing before, Standing after) {
    return before.open() != after.open()
        || before.lease().highestEpoch() != after.lease().highestEpoch()
        || before.lease().holdingEpoch() != after.lease().holdingEpoch()
        || before.lease().leaseEpoch() != after.lease().leaseEpoch()
        || !before.lease().holderSite().equals(after.lease().holderSite())
        || !before.lease().holderPodUid().equals(after.lease().holderPodUid());
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
