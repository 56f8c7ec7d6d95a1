package io.bloodraven.sidecar;

import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.LeaseView;
import io.bloodraven.api.health.Replication;
import io.bloodraven.sidecar.lease.Self;
import io.bloodraven.sidecar.mysql.ServerStatus;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts together what is known into a heartbeat, and says which changes are worth telling. */
final class Pulse {
  private final Self self;
  private final String bootId;
  private final Supplier<ServerStatus> server;
  private final Supplier<LeaseView> lease;
  private final BooleanSupplier open;
  private final Supplier<List<String>> armed;
  private final Supplier<List<String>> troubles;
  private final AtomicLong sequence = new AtomicLong();

  /**
   * @param bootId new at each start
   * @param open whether this sidecar has opened the server
   * @param armed dead-man's switches in force
   * @param troubles what the sidecar itself is missing
   */
  Pulse(
      Self self,
      String bootId,
      Supplier<ServerStatus> server,
      Supplier<LeaseView> lease,
      BooleanSupplier open,
      Supplier<List<String>> armed,
      Supplier<List<String>> troubles) {
    this.self = self;
    this.bootId = bootId;
    this.server = server;
    this.lease = lease;
    this.open = open;
    this.armed = armed;
    this.troubles = troubles;
  }

  Heartbeat beat() {
    return beat(server.get());
  }

  Heartbeat beat(ServerStatus status) {
    return new Heartbeat(
        self.namespace(),
        self.group(),
        self.site(),
        self.podUid(),
        bootId,
        sequence.incrementAndGet(),
        status.state(),
        open.getAsBoolean(),
        lease.get(),
        status.gtidExecuted(),
        status.gtidReceived(),
        status.replication(),
        armed.get(),
        troubles.get());
  }

  /** Whether the two looks differ in what watchers decide by; GTIDs and lag do not count. */
  static boolean differs(ServerStatus before, ServerStatus after) {
    return before.state() != after.state()
        || !Objects.equals(threads(before.replication()), threads(after.replication()));
  }

  private static @Nullable List<Object> threads(@Nullable Replication channel) {
    return channel == null
        ? null
        : List.of(
            channel.sourceHost(),
            channel.receiver(),
            channel.applierRunning(),
            channel.receiverError().isEmpty(),
            channel.applierError().isEmpty());
  }
}
