package io.bloodraven.sidecar.mysql;

import io.bloodraven.api.health.ServerState;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the local server: its process many times a second, its answers twice a second, and where
 * it is open whether it takes writes. Death is told only when the process is gone; a look that
 * began before it died does not bring it back.
 */
public final class ServerWatch implements AutoCloseable {
  private static final long PROCESS_INTERVAL = 20;
  private static final long STATUS_INTERVAL = 500;
  private static final int STATUS_LIMIT = 1_000;
  private static final long STARTING_GRACE = 5_000;

  private final MysqldProcess process;
  private final Connections connections;
  private final LongSupplier lastOrder;
  private final LongSupplier monotonicMillis;
  private final Consumer<ServerStatus> listener;
  private final long stallMillis;
  private final WriteStall stall;
  private final WriteProbe writes;
  private final DataAge dataAge;
  private final Thread processThread;
  private final Thread statusThread;
  private final long startedAt;
  private ServerStatus latest = ServerStatus.UNSEEN;
  private long pid;
  private long deaths;
  private long answeredAt;
  private boolean answered;
  private boolean askNow;
  private long looks;

  /**
   * @param lastOrder last order for the gate that was carried out
   * @param stallMillis a server that was up is stalled when it has not answered for so long, or,
   *     where it is open, has taken no write
   * @param volumeFull whether nothing can be added to the server's volume
   * @param listener told after every look and at once on death; must return quickly
   */
  public ServerWatch(
      MysqldProcess process,
      Connections connections,
      LongSupplier lastOrder,
      long stallMillis,
      BooleanSupplier volumeFull,
      LongSupplier monotonicMillis,
      Consumer<ServerStatus> listener) {
    this.process = process;
    this.connections = connections;
    this.lastOrder = lastOrder;
    this.monotonicMillis = monotonicMillis;
    this.listener = listener;
    this.stallMillis = stallMillis;
    this.startedAt = monotonicMillis.getAsLong();
    dataAge = new DataAge(monotonicMillis);
    stall = new WriteStall(stallMillis, startedAt);
    writes = new WriteProbe(new HeartbeatRow(connections), this::isOpen, volumeFull, stall);
    processThread = Thread.ofPlatform().daemon().name("mysqld-process").unstarted(this::runProcess);
    statusThread = Thread.ofPlatform().daemon().name("mysqld-status").unstarted(this::runStatus);
  }

  public void start() {
    processThread.start();
    statusThread.start();
    writes.start();
  }

  /** Why the server is stalled although it answers; empty when it is not. */
  public synchronized String trouble() {
    return latest.state() == ServerState.STALLED && latest.writable()
        ? "mysqld answers, but has taken no write for " + stallMillis + " ms: " + stall.reason()
        : "";
  }

  /** What was last seen. */
  public synchronized ServerStatus latest() {
    return latest;
  }

  /** Looks now, and returns what is known after at most {@code limitMillis}. */
  public synchronized ServerStatus refresh(long limitMillis) throws InterruptedException {
    long wanted = looks + 1;
    long until = monotonicMillis.getAsLong() + limitMillis;
    askNow = true;
    notifyAll();
    for (long left = limitMillis;
        left > 0 && looks < wanted && (latest.state() == ServerState.UP || latest.writable());
        left = until - monotonicMillis.getAsLong()) {
      wait(left);
    }
    return latest;
  }

  private void runProcess() {
    try {
      while (true) {
        stall.tick(monotonicMillis.getAsLong(), isOpen());
        try {
          lookAtProcess();
        } catch (UncheckedIOException e) {
          // not provable now: the next look says
        }
        Thread.sleep(PROCESS_INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAtProcess() {
    long known = knownPid();
    if (known != 0 && process.isAlive(known)) {
      return;
    }
    if (known != 0) {
      processGone();
    }
    OptionalLong found = process.find();
    if (found.isPresent()) {
      processFound(found.getAsLong());
    } else if (known == 0 && monotonicMillis.getAsLong() - startedAt > STARTING_GRACE) {
      processGone();
    }
  }

  private synchronized boolean isOpen() {
    return latest.writable();
  }

  private synchronized long knownPid() {
    return pid;
  }

  private synchronized void processGone() {
    pid = 0;
    if (latest.state() != ServerState.DEAD) {
      deaths++;
      answered = false;
      publish(latest.in(ServerState.DEAD));
    }
  }

  private synchronized void processFound(long found) {
    pid = found;
    publish(latest.in(ServerState.STARTING));
    notifyAll();
  }

  private void runStatus() {
    Connection connection = null;
    try {
      while (true) {
        long before = deathsSeen();
        connection = look(connection, before);
        awaitNextLook();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(connection);
    }
  }

  private synchronized long deathsSeen() {
    return deaths;
  }

  private synchronized void awaitNextLook() throws InterruptedException {
    long until = monotonicMillis.getAsLong() + STATUS_INTERVAL;
    for (long left = STATUS_INTERVAL;
        left > 0 && !askNow;
        left = until - monotonicMillis.getAsLong()) {
      wait(left);
    }
    askNow = false;
  }

  private @Nullable Connection look(@Nullable Connection kept, long deathsBefore) {
    Connection connection = kept;
    try {
      if (connection == null) {
        connection = connections.open(STATUS_LIMIT);
      }
      answered(StatusQuery.ask(connection, lastOrder.getAsLong(), dataAge), deathsBefore);
      return connection;
    } catch (SQLException e) {
      close(connection);
      unanswered();
      return null;
    }
  }

  private synchronized void answered(ServerStatus status, long deathsBefore) {
    if (deaths == deathsBefore && pid != 0) {
      answered = true;
      answeredAt = monotonicMillis.getAsLong();
      publish(status.writable() && stall.isStalled() ? status.stalled() : status);
    }
  }

  private synchronized void unanswered() {
    boolean late = answered && monotonicMillis.getAsLong() - answeredAt >= stallMillis;
    if (pid != 0 && late && (latest.state() != ServerState.STALLED || latest.writable())) {
      publish(latest.in(ServerState.STALLED));
    }
    looks++;
    notifyAll();
  }

  private void publish(ServerStatus status) {
    latest = status;
    looks++;
    notifyAll();
    listener.accept(status);
  }

  private static void close(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        // it is gone either way
      }
    }
  }

  @Override
  public void close() {
    processThread.interrupt();
    statusThread.interrupt();
    writes.close();
  }
}
