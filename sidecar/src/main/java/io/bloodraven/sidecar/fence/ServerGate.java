package io.bloodraven.sidecar.fence;

import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.lease.Refusal;
import io.bloodraven.sidecar.SidecarLog;
import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.sidecar.lease.LeaseTimings;
import io.bloodraven.sidecar.mysql.Connections;
import io.bloodraven.sidecar.mysql.HeartbeatTable;
import io.bloodraven.sidecar.mysql.MysqldProcess;
import io.bloodraven.sidecar.mysql.ServerStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the lease's orders on the local server, one at a time. An order to close overtakes
 * everything: an opening under way is cut off, and proven gone before the server counts as closed.
 */
public final class ServerGate implements AutoCloseable {
  private static final long END_LIMIT = 1_000;

  private sealed interface Order {
    record Open(long id, long epoch) implements Order {}

    record Close(long id, String reason) implements Order {}

    record Extend() implements Order {}

    /** The server closed by itself: its port is to be free again. */
    record Settle() implements Order {}

    /** A closed server's clients may take all connections: one is kept for the day it is opened. */
    record Connect() implements Order {}

    record End() implements Order {}
  }

  private final ControlConnection control;
  private final PortGuard guard;
  private final DeadMansSwitch deadMansSwitch;
  private final LongSupplier monotonicMillis;
  private final Consumer<LeaseEvent> listener;
  private final SidecarLog log;
  private final Closing closing;
  private final Thread thread;

  private volatile long carriedOut;

  private Order.@Nullable Close close;
  private Order.@Nullable Open open;
  private boolean extend;
  private boolean settle;
  private long settleAfter;
  private boolean connect;
  private long connectAfter;
  private boolean away = true;
  private boolean ending;
  private long openUntil;
  private boolean working;

  /**
   * @param guard used by this gate alone
   * @param listener hears of Opened, OpenFailed and Closed; must return quickly
   */
  public ServerGate(
      Connections connections,
      MysqldProcess process,
      PortGuard guard,
      LeaseTimings timings,
      LongSupplier monotonicMillis,
      Consumer<LeaseEvent> listener,
      SidecarLog log) {
    control = new ControlConnection(connections);
    this.guard = guard;
    deadMansSwitch = new DeadMansSwitch(monotonicMillis, log);
    this.monotonicMillis = monotonicMillis;
    this.listener = listener;
    this.log = log;
    // SQL gets two thirds of the time between the beginning and the end of closing
    long bound = (timings.closeLead() - timings.closedBefore()) * 2 / 3;
    closing = new Closing(connections, process, monotonicMillis, bound, log);
    thread = Thread.ofPlatform().daemon().name("server-gate").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Opens, unless {@code openUntil} is too near. */
  public synchronized void open(long order, long epoch, long openUntil) {
    open = new Order.Open(order, epoch);
    this.openUntil = openUntil;
    notifyAll();
  }

  /** Moves the dead-man's switches of an open server. */
  public synchronized void extend(long openUntil) {
    this.openUntil = openUntil;
    extend = true;
    notifyAll();
  }

  /** Closes, whatever it takes. */
  public synchronized void close(long order, String reason) {
    close = new Order.Close(order, reason);
    open = null;
    extend = false;
    if (working) {
      control.cutOff();
    }
    notifyAll();
  }

  /**
   * The server was looked at. One that closed by itself, or that an earlier life left behind a
   * guard, is closed to the network until it is settled here.
   */
  public synchronized void seen(ServerStatus status) {
    if (status.state() == ServerState.UP && !status.writable() && guard.isInPlace()) {
      settle = true;
      settleAfter = status.order();
      notifyAll();
    }
    if (status.state() != ServerState.UP) {
      away = true;
    } else if (!status.writable() && (away || !control.isThere())) {
      connect = true;
      connectAfter = status.order();
      notifyAll();
    }
  }

  /** Id of the last order that was carried out or has failed. */
  public long carriedOut() {
    return carriedOut;
  }

  /** Whether the switch inside the server closes it when nobody else does. */
  public boolean isArmed() {
    return deadMansSwitch.isArmed();
  }

  private void run() {
    try {
      guard.look();
      while (true) {
        switch (next()) {
          case Order.Close order -> carryOut(order);
          case Order.Open order -> carryOut(order);
          case Order.Extend _ -> moveDeadlines();
          case Order.Settle _ -> settle();
          case Order.Connect _ -> connectAhead();
          case Order.End _ -> {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      control.giveUp();
    }
  }

  private synchronized Order next() throws InterruptedException {
    working = false;
    while (close == null
        && open == null
        && !extend
        && !wantsSettling()
        && !wantsConnection()
        && !ending) {
      wait();
    }
    Order next;
    if (close != null) {
      next = close;
      close = null;
    } else if (open != null) {
      next = open;
      open = null;
    } else if (ending) {
      next = new Order.End();
    } else if (wantsSettling()) {
      next = new Order.Settle();
    } else if (extend) {
      next = new Order.Extend();
    } else {
      next = new Order.Connect();
    }
    extend = false;
    settle = false;
    connect = false;
    working = next instanceof Order.Open || next instanceof Order.Extend;
    return next;
  }

  /** A look from before the last order says nothing of what came of it. */
  private boolean wantsSettling() {
    return settle && settleAfter == carriedOut;
  }

  private boolean wantsConnection() {
    return connect && connectAfter == carriedOut;
  }

  private synchronized long left() {
    return openUntil - monotonicMillis.getAsLong();
  }

  private synchronized long deadline() {
    return openUntil;
  }

  private synchronized boolean isOvertaken() {
    return close != null;
  }

  private void carryOut(Order.Close order) throws InterruptedException {
    long began = monotonicMillis.getAsLong();
    String gtid = closing.close(control.kept(), control.lostId());
    control.forget();
    deadMansSwitch.rest();
    carriedOut = order.id();
    log.info("closed", "reason", order.reason(), "millis", monotonicMillis.getAsLong() - began);
    listener.accept(new LeaseEvent.Closed(order.id(), gtid));
    guard.free();
  }

  private void settle() throws InterruptedException {
    // answers that wait in connections must not come out when the port is free
    if (!guard.isSet() || closing.endClients()) {
      deadMansSwitch.rest();
      guard.free();
    }
  }

  private void carryOut(Order.Open order) throws InterruptedException {
    long began = monotonicMillis.getAsLong();
    LeaseEvent outcome;
    control.forgetIfDead();
    try {
      guard.arm(deadline());
      String gtid = open();
      log.info(
          "opened", "opened_epoch", order.epoch(), "millis", monotonicMillis.getAsLong() - began);
      outcome = new LeaseEvent.Opened(order.id(), gtid);
    } catch (SQLException e) {
      control.giveUp();
      deadMansSwitch.rest();
      log.warn("opening failed", "opened_epoch", order.epoch(), "error", e.getMessage());
      outcome = new LeaseEvent.OpenFailed(order.id(), Refusal.SERVER_UNAVAILABLE);
    } catch (NftException e) {
      log.warn("not opened", "opened_epoch", order.epoch(), "error", e.getMessage());
      outcome = new LeaseEvent.OpenFailed(order.id(), Refusal.GUARD_UNAVAILABLE);
    }
    carriedOut = order.id();
    listener.accept(outcome);
  }

  private String open() throws SQLException {
    try (Statement statement = control.open().createStatement()) {
      return open(statement);
    }
  }

  /** The order of steps matters: nothing is open before the switch is set up and has a deadline. */
  private String open(Statement statement) throws SQLException {
    statement.execute("SET GLOBAL super_read_only = OFF"); // read_only stays ON: clients stay out
    deadMansSwitch.arm(statement);
    HeartbeatTable.create(statement);
    HeartbeatTable.write(statement);
    deadMansSwitch.extend(statement, left());
    if (isOvertaken() || left() <= DeadMansSwitch.EARLIER_MILLIS) {
      throw new SQLException("the lease ran out or was withdrawn while the server was opened");
    }
    statement.execute("SET GLOBAL offline_mode = OFF");
    statement.execute("SET GLOBAL read_only = OFF");
    HeartbeatTable.write(statement);
    try (ResultSet row =
        statement.executeQuery("SELECT @@GLOBAL.read_only, @@GLOBAL.gtid_executed")) {
      row.next();
      if (row.getBoolean(1)) {
        throw new SQLException("read_only does not read back as OFF");
      }
      return row.getString(2).replace("\n", "");
    }
  }

  private void moveDeadlines() throws InterruptedException {
    moveDeadline();
    guard.extend(deadline());
    if (guard.hasRunOut()) {
      log.warn("clients are shut out of an open server, which is closed to be opened again");
      settle();
    } else {
      lookAfterSwitch();
    }
  }

  private void moveDeadline() {
    try (Statement statement = control.open().createStatement()) {
      deadMansSwitch.extend(statement, left());
    } catch (SQLException e) {
      control.giveUp();
      log.warn("the deadline in the server was not moved", "error", e.getMessage());
    }
  }

  private void lookAfterSwitch() {
    try (Statement statement = control.open().createStatement()) {
      deadMansSwitch.check(statement);
    } catch (SQLException e) {
      control.giveUp();
      log.warn("the switch in the server was not looked after", "error", e.getMessage());
    }
  }

  private void connectAhead() {
    synchronized (this) {
      away = false;
    }
    control.forgetIfDead();
    try {
      control.open();
    } catch (SQLException e) {
      // the next look asks again
    }
  }

  /** Ends after what was ordered before. */
  @Override
  public void close() {
    synchronized (this) {
      ending = true;
      notifyAll();
    }
    try {
      thread.join(END_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
