package io.bloodraven.watcher.tracking;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.LeaseView;
import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.ServerState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Heartbeats of a two-site group: {@code iad} holds epoch 1, {@code pdx} replicates from it. */
public final class TestingHeartbeats {
  public static final GroupRef GROUP = new GroupRef("default", "main");

  private TestingHeartbeats() {}

  public static Heartbeat open(String site, long sequence) {
    return heartbeat(site, "boot-" + site, sequence, ServerState.UP, true, holder(site, 1), null);
  }

  public static Heartbeat dead(String site, long sequence) {
    return heartbeat(
        site, "boot-" + site, sequence, ServerState.DEAD, false, holder(site, 1), null);
  }

  /** A replica of {@code source}, whose holder it vouched for and saw renewing that long ago. */
  public static Heartbeat replica(
      String site, String source, long sequence, long vouchedAgo, long leaseChangedAgo) {
    return heartbeat(
        site,
        "boot-" + site,
        sequence,
        ServerState.UP,
        false,
        new LeaseView(
            1,
            0,
            0,
            1,
            source,
            "pod-" + source,
            List.of("iad", "pdx"),
            leaseChangedAgo,
            vouchedAgo),
        new Replication(GROUP.internalHost(source), "ON", true, "", "", 0, 0));
  }

  public static Heartbeat heartbeat(
      String site,
      String bootId,
      long sequence,
      ServerState server,
      boolean writable,
      LeaseView lease,
      @Nullable Replication replication) {
    return new Heartbeat(
        GROUP.namespace(),
        GROUP.name(),
        site,
        "pod-" + site,
        bootId,
        sequence,
        server,
        writable,
        lease,
        "",
        "",
        replication,
        writable ? List.of(Heartbeat.MYSQL_EVENT) : List.of(),
        List.of());
  }

  public static LeaseView holder(String site, long epoch) {
    return new LeaseView(
        epoch, epoch, 6000, epoch, site, "pod-" + site, List.of("iad", "pdx"), 100, -1);
  }
}
