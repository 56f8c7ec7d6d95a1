package io.bloodraven.sidecar.mysql;

import java.sql.SQLException;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Writes the heartbeat row of an open server again and again, on a thread and a connection of its
 * own: a write that hangs holds nobody else up. There is never a second one before the first has
 * come back, however long that takes, so a server that hangs does not fill up with them.
 */
final class WriteProbe implements AutoCloseable {
  private static final long INTERVAL = 500;

  /**
   * What a server says that cannot write: EE_WRITE, ER_DISK_FULL, ER_ERROR_ON_WRITE, ER_GET_ERRNO
   * (the engine's, such as 28), ER_RECORD_FILE_FULL, ER_ERROR_DURING_COMMIT, ER_LOCK_WAIT_TIMEOUT
   * (nobody but a write that hangs locks the row), ER_BINLOG_LOGGING_IMPOSSIBLE. Any other error,
   * such as that of a server which is being closed, says nothing about its disk.
   */
  private static final Set<Integer> CANNOT_WRITE =
      Set.of(3, 1021, 1026, 1030, 1114, 1180, 1205, 1598);

  /** The row, at the end of a connection that is kept. */
  interface Row extends AutoCloseable {
    /** Makes a connection unless there is one. */
    void connect() throws SQLException;

    /** Returns when the row is committed. */
    void write() throws SQLException;

    /** Ends a write that hangs, too. */
    @Override
    void close();
  }

  private final Row row;
  private final BooleanSupplier open;
  private final BooleanSupplier volumeFull;
  private final WriteStall stall;
  private final Thread thread;

  /**
   * @param open whether the server takes writes: a closed one is written nothing
   * @param volumeFull whether nothing can be added to the server's volume: its logs may be longer
   *     than what is in them, so the row alone may fit when no transaction does
   */
  WriteProbe(Row row, BooleanSupplier open, BooleanSupplier volumeFull, WriteStall stall) {
    this.row = row;
    this.open = open;
    this.volumeFull = volumeFull;
    this.stall = stall;
    thread = Thread.ofPlatform().daemon().name("mysqld-writes").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        if (open.getAsBoolean()) {
          write();
        }
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      row.close();
    }
  }

  private void write() {
    try {
      row.connect();
    } catch (SQLException e) {
      return; // it may have no connection left, which is no word about its disk
    }
    stall.begun();
    try {
      row.write();
      if (volumeFull.getAsBoolean()) {
        stall.failed("its volume is full");
      } else {
        stall.succeeded();
      }
    } catch (SQLException e) {
      if (CANNOT_WRITE.contains(e.getErrorCode())) {
        stall.failed("error " + e.getErrorCode() + ", " + e.getMessage());
      } else {
        stall.inconclusive();
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    row.close();
  }
}
