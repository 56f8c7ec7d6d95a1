package io.bloodraven.sidecar.mysql;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A row whose writes hang or fail when told to. */
final class TestingRow implements WriteProbe.Row {
  final AtomicInteger begun = new AtomicInteger();
  final AtomicInteger committed = new AtomicInteger();
  private final Semaphore disk = new Semaphore(1);
  private volatile @Nullable SQLException refusal;
  private volatile boolean connectable = true;

  void hang() {
    disk.acquireUninterruptibly();
  }

  void release() {
    disk.release();
  }

  void refuse(@Nullable SQLException refusal) {
    this.refusal = refusal;
  }

  void takeNoConnection() {
    connectable = false;
  }

  @Override
  public void connect() throws SQLException {
    if (!connectable) {
      throw new SQLException("Too many connections", "08004", 1040);
    }
  }

  @Override
  public void write() throws SQLException {
    begun.incrementAndGet();
    disk.acquireUninterruptibly(); // as deaf to interrupts as a socket
    disk.release();
    SQLException error = refusal;
    if (error != null) {
      throw error;
    }
    committed.incrementAndGet();
  }

  @Override
  public void close() {}
}
