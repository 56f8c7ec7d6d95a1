package io.bloodraven.sidecar.lease;

import java.util.List;

/** The Lease at the API server: reads are current, writes succeed on the version they name. */
final class SimulatedApi {
  private final SimulatedWorld world;
  private LeaseRecord lease;
  private long version = 1;

  SimulatedApi(SimulatedWorld world, List<String> electorate) {
    this.world = world;
    lease = new LeaseRecord("1", 0, "", "", electorate, List.of());
  }

  LeaseRecord lease() {
    return lease;
  }

  void read(SimulatedSite site, long askedAt) {
    world.send(
        site.name,
        "api",
        () -> {
          LeaseRecord current = lease;
          site.receive("api", () -> new LeaseEvent.LeaseRead(current, askedAt));
        });
  }

  void write(SimulatedSite site, LeaseAction.WriteLease write) {
    world.send(
        site.name,
        "api",
        () -> {
          if (!lease.version().equals(write.lease().version())) {
            site.receive("api", () -> new LeaseEvent.LeaseWriteRefused(write.write(), false));
            return;
          }
          LeaseRecord wanted = write.lease();
          lease =
              new LeaseRecord(
                  Long.toString(++version),
                  wanted.epoch(),
                  wanted.holderSite(),
                  wanted.holderPodUid(),
                  wanted.electorate(),
                  wanted.dropped());
          LeaseRecord current = lease;
          site.receive("api", () -> new LeaseEvent.LeaseWritten(write.write(), current));
          for (SimulatedSite watcher : world.sites) {
            if (world.chance(0.5)) {
              watcher.receive("api", () -> new LeaseEvent.LeaseRead(current, LeaseEvent.WATCHED));
            }
          }
        });
  }
}
