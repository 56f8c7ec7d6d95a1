package io.bloodraven.playground.ledger;

import io.bloodraven.playground.mysql.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clients that write to every target at the same time, several connections each, with a record of
 * every attempt in a {@link LedgerFile}. Starts at once; {@link #close} ends all of it.
 */
public final class LedgerWriter implements AutoCloseable {
  /** Connections to each target. */
  public static final int CONNECTIONS = 4;

  private static final Duration END_WITHIN = Duration.ofSeconds(10);

  private final LedgerClock clock = new LedgerClock();
  private final LiveAcks acks = new LiveAcks();
  private final LedgerFile file;
  private final Login login;
  private final long firstId;
  private final AtomicLong ids;
  private final List<Thread> threads = new ArrayList<>();
  private final List<LedgerConnection> patient = new ArrayList<>();
  private final AtomicReference<Throwable> broken = new AtomicReference<>();

  /**
   * Starts writing.
   *
   * @param firstId ids count up from here; nobody may have used these
   * @throws IOException when the ledger's file cannot be written
   */
  public LedgerWriter(List<Target> targets, Login login, long firstId, Path path)
      throws IOException {
    this.login = login;
    this.firstId = firstId;
    ids = new AtomicLong(firstId);
    file = new LedgerFile(path);
    for (Target target : targets) {
      for (int i = 0; i < CONNECTIONS; i++) {
        start(target, Manner.BRISK);
      }
    }
  }

  /**
   * Adds clients that are nearly always in the middle of a statement and wait two minutes for its
   * answer.
   */
  public void addPatient(Target target, int connections) {
    for (int i = 0; i < connections; i++) {
      patient.add(start(target, Manner.PATIENT));
    }
  }

  private LedgerConnection start(Target target, Manner manner) {
    var connection =
        new LedgerConnection(target, manner, login, ids::getAndIncrement, clock, this::record);
    threads.add(
        Thread.ofPlatform()
            .daemon()
            .name("ledger-" + target.name() + "-" + threads.size())
            .uncaughtExceptionHandler((thread, error) -> broken.compareAndSet(null, error))
            .start(connection));
    return connection;
  }

  /** An id above those of every earlier ledger: a millisecond has room for a million writes. */
  public static long unusedId() {
    return System.currentTimeMillis() * 1_000_000;
  }

  /** The clock of all its times. */
  public LedgerClock clock() {
    return clock;
  }

  /** What is acknowledged just now. */
  public LiveAcks acks() {
    return acks;
  }

  /** The lowest id it used. */
  public long firstId() {
    return firstId;
  }

  private void record(Attempt attempt) {
    file.append(attempt);
    acks.see(attempt);
  }

  /**
   * Ends all connections and completes the file.
   *
   * @throws IOException when the file cannot be completed
   * @throws IllegalStateException when a connection did not end in time, or had ended by an error
   *     before: a ledger with holes proves nothing
   */
  @Override
  public void close() throws IOException {
    threads.forEach(Thread::interrupt);
    patient.forEach(LedgerConnection::abort);
    try {
      for (Thread thread : threads) {
        if (!thread.join(END_WITHIN)) {
          throw new IllegalStateException(thread.getName() + " did not end");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      file.close();
    }
    Throwable error = broken.get();
    if (error != null) {
      throw new IllegalStateException("a connection of the ledger ended early", error);
    }
  }
}
