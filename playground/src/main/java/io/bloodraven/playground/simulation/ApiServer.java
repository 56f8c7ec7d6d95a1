package io.bloodraven.playground.simulation;

import io.bloodraven.sidecar.lease.LeaseAction;
import io.bloodraven.sidecar.lease.LeaseEvent;
import io.bloodraven.sidecar.lease.LeaseRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Lease: reads are current, writes succeed on the version they name, watches lag. */
final class ApiServer {
  private static final int OLD_RECORDS = 8;

  private final World world;
  private final List<LeaseRecord> older = new ArrayList<>();
  private LeaseRecord lease;
  private boolean missing;
  private long highestEpoch;
  private @Nullable Site lastHolder;
  private int volumeOfLastHolder;
  private double mayBeDeletedAt;
  private long version = 1;
  private int writes;

  ApiServer(World world, List<String> electorate) {
    this.world = world;
    lease = new LeaseRecord("1", 0, "", "", electorate, List.of());
  }

  /** The record, the last one there was when somebody deleted it. */
  LeaseRecord lease() {
    return lease;
  }

  void read(Pod pod, long askedAt) {
    world.toApi(
        pod,
        () -> {
          LeaseRecord current = lease;
          if (missing) {
            world.fromApi(pod, new LeaseEvent.LeaseMissing(askedAt));
          } else {
            world.fromApi(pod, new LeaseEvent.LeaseRead(current, askedAt));
          }
        });
  }

  void write(Pod pod, LeaseAction.WriteLease write) {
    LeaseRecord wanted = write.lease();
    boolean elects = !wanted.electorate().equals(lease.electorate());
    if (elects) {
      world.ambushes().spring(Moment.ELECTORATE_SENT, pod.site());
    }
    world.toApi(
        pod,
        () -> {
          if (!wanted.version().equals(missing ? "" : lease.version())) {
            world.fromApi(pod, new LeaseEvent.LeaseWriteRefused(write.write(), false));
            return;
          }
          boolean taken = wanted.epoch() > lease.epoch();
          LeaseRecord current = store(wanted);
          if (elects) {
            world.count(Happening.ELECTORATE_CHANGED);
            world.ambushes().spring(Moment.ELECTORATE_WRITTEN, pod.site());
          }
          if (taken) {
            world.ambushes().spring(Moment.TAKEN, pod.site());
          }
          world.fromApi(pod, new LeaseEvent.LeaseWritten(write.write(), current));
        });
  }

  private LeaseRecord store(LeaseRecord wanted) {
    older.add(lease);
    if (older.size() > OLD_RECORDS) {
      older.removeFirst();
    }
    lease =
        new LeaseRecord(
            Long.toString(++version),
            wanted.epoch(),
            wanted.holderSite(),
            wanted.holderPodUid(),
            wanted.electorate(),
            wanted.dropped());
    missing = false;
    highestEpoch = Math.max(highestEpoch, lease.epoch());
    if (!lease.holderSite().isEmpty() && lease.epoch() == highestEpoch) {
      lastHolder = world.site(lease.holderSite());
      volumeOfLastHolder = lastHolder.volumes();
    }
    world.trace("api", lease);
    tellWatchers();
    return lease;
  }

  private void tellWatchers() {
    LeaseRecord current = lease;
    Draw draw = new Draw(Draw.mix(world.seed(), 0xA91L + writes++));
    for (Site watcher : world.sites()) {
      if (draw.chance(world.settings().watched())) {
        world.fromApi(watcher.pod(), new LeaseEvent.LeaseRead(current, LeaseEvent.WATCHED));
      }
    }
  }

  /**
   * Whether the object says less than it once did. Then a site that loses its disk loses the last
   * that is known: nobody can make up for both at once, so they do not happen at once.
   */
  boolean lies() {
    return missing || lease.epoch() < highestEpoch;
  }

  /**
   * Somebody deletes the object; a holder of old may not have heard of its successor. It is not
   * deleted twice while a write of it may still be under way from the first time, and not when
   * nobody can know that it is for him to write it again.
   */
  void delete() {
    if (isRemembered() && isKnown(true) && world.now() >= mayBeDeletedAt) {
      mayBeDeletedAt = world.now() + 5.0 * world.settings().timings().lease();
      missing = true;
      world.count(Happening.LEASE_DELETED);
      world.trace("api", "the Lease is deleted");
    }
  }

  /**
   * Somebody restores an older state of the cluster: the record of an earlier epoch in a new
   * version. Whoever has not heard of the later record cannot tell that it is old.
   */
  void restore(Draw draw) {
    List<LeaseRecord> earlier =
        older.stream().filter(record -> record.epoch() < lease.epoch()).toList();
    boolean electorateKnown =
        world.sites().stream()
            .map(Site::pod)
            .allMatch(pod -> pod.knownElectorate().equals(lease.electorate()));
    if (!earlier.isEmpty() && electorateKnown && isKnown(false)) {
      world.count(Happening.LEASE_RESTORED);
      world.trace("api", "an old Lease is restored");
      store(draw.of(earlier));
    }
  }

  /**
   * Whether the site that held it last is named in it, or is on the same volume still. Before
   * anybody has held it there is none: whoever applies the group makes that Lease again, which is
   * not simulated.
   */
  private boolean isRemembered() {
    Site last = lastHolder;
    return last != null && (!lease.holderSite().isEmpty() || last.volumes() == volumeOfLastHolder);
  }

  /** Whether every site has the highest epoch on its disk, but for holders of older ones. */
  private boolean isKnown(boolean exceptHolders) {
    return world.sites().stream()
        .map(Site::pod)
        .allMatch(pod ->
            pod.knownTaken() >= highestEpoch || (exceptHolders && pod.view().holdingEpoch() > 0));
  }
}
