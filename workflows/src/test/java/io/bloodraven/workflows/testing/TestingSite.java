package io.bloodraven.workflows.testing;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.LeaseView;
import io.bloodraven.api.health.Replication;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import java.util.List;

/** A mysqld and the sidecar beside it, in memory. */
public final class TestingSite {
  final String name;
  String podUid;
  ServerState server = ServerState.UP;
  boolean reachable = true;
  boolean writable;
  boolean applierBroken;
  boolean connecting;
  boolean lagging;
  boolean logReadable = true;
  int hangingCommits;
  long highestEpoch;
  long holdingEpoch;
  long vouchedAgoMillis = -1;
  GtidSet executed = GtidSet.EMPTY;
  GtidSet received = GtidSet.EMPTY;
  String source = "";

  boolean guarded = true;

  TestingSite(String name) {
    this.name = name;
    this.podUid = "pod-" + name;
  }

  Heartbeat heartbeat(GroupRef group, TestingLease lease) {
    return new Heartbeat(
        group.namespace(),
        group.name(),
        name,
        podUid,
        "boot-" + name,
        1,
        server,
        writable,
        new LeaseView(
            highestEpoch,
            holdingEpoch,
            writable ? 6000 : 0,
            lease.epoch(),
            lease.holder(),
            "pod-" + lease.holder(),
            List.of(),
            60_000,
            vouchedAgoMillis),
        executed.toString(),
        received.toString(),
        replication(group),
        armedSwitches(),
        List.of());
  }

  Sighting sighting(GroupRef group) {
    return new Sighting(
        name,
        verdict(),
        podUid,
        highestEpoch,
        holdingEpoch,
        executed.toString(),
        received.toString(),
        replication(group),
        reachable && server == ServerState.UP,
        armedSwitches(),
        lagging);
  }

  private List<String> armedSwitches() {
    if (!writable) {
      return List.of();
    }
    return guarded
        ? List.of(Heartbeat.MYSQL_EVENT, Heartbeat.NETWORK_GUARD)
        : List.of(Heartbeat.MYSQL_EVENT);
  }

  private Verdict verdict() {
    if (!reachable) {
      return Verdict.SILENT;
    }
    return switch (server) {
      case UP -> writable ? Verdict.WRITABLE : Verdict.CLOSED;
      case STARTING -> Verdict.STARTING;
      case STALLED -> Verdict.STALLED;
      case DEAD -> Verdict.DEAD;
    };
  }

  private @org.jspecify.annotations.Nullable Replication replication(GroupRef group) {
    return source.isEmpty()
        ? null
        : new Replication(
            group.internalHost(source),
            connecting ? "CONNECTING" : "ON",
            !applierBroken,
            "",
            "",
            0,
            0);
  }
}
