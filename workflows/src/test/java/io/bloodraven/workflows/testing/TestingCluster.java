package io.bloodraven.workflows.testing;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.group.GroupSpec;
import io.bloodraven.api.group.SiteRole;
import io.bloodraven.api.group.SiteSpec;
import io.bloodraven.api.gtid.GtidSet;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.api.health.Observation;
import io.bloodraven.api.health.ServerState;
import io.bloodraven.api.health.Sighting;
import io.bloodraven.api.health.Verdict;
import io.bloodraven.api.lease.FenceProof;
import io.bloodraven.api.lease.FenceReply;
import io.bloodraven.api.lease.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A failover group in memory that keeps the lease's rules: who claims, opens and closes, and which
 * transactions are where. It remembers every site that was ever open, so that a test can ask
 * whether two were at once.
 */
public final class TestingCluster {
  private static final String UUID = "00000000-0000-0000-0000-00000000000";

  public final GroupRef group;
  private final Map<String, TestingSite> sites = new LinkedHashMap<>();
  private final List<String> openings = new ArrayList<>();
  private final Map<String, Long> sequences = new LinkedHashMap<>();
  private TestingLease lease = new TestingLease("", 0);
  private boolean twoWereOpen;
  private Duration cooldown = Duration.ofMinutes(5);
  private Duration cloneTimeout = Duration.ofHours(1);
  private long generation = 1;
  private boolean leaving;
  private final Set<String> removed = new LinkedHashSet<>();

  /** Sites named in manifest order, all primary candidates, up, closed and empty. */
  public TestingCluster(String... names) {
    this(new GroupRef("default", "main"), names);
  }

  /** The same, by a name of its own. */
  public TestingCluster(GroupRef group, String... names) {
    this.group = group;
    for (String name : names) {
      sites.put(name, new TestingSite(name));
    }
  }

  public synchronized GroupSpec spec() {
    return new GroupSpec(
        group,
        generation,
        sites.keySet().stream()
            .filter(name -> !removed.contains(name))
            .map(name -> new SiteSpec(name, SiteRole.PRIMARY_CANDIDATE))
            .toList(),
        List.of(),
        Duration.ofSeconds(6),
        Duration.ofSeconds(3),
        cooldown,
        Duration.ofSeconds(10),
        cloneTimeout);
  }

  synchronized Optional<GroupSpec> resource() {
    return Optional.of(spec());
  }

  public synchronized TestingCluster withCooldown(Duration value) {
    cooldown = value;
    return this;
  }

  public synchronized TestingCluster withCloneTimeout(Duration value) {
    cloneTimeout = value;
    return this;
  }

  /** A group that has been running: {@code active} open at {@code epoch}, all others follow it. */
  public synchronized TestingCluster running(String active, long epoch) {
    lease = new TestingLease(active, epoch);
    for (TestingSite site : sites.values()) {
      site.highestEpoch = epoch;
      site.source = site.name.equals(active) ? "" : active;
    }
    site(active).holdingEpoch = epoch;
    open(site(active));
    commit(100);
    return this;
  }

  /** Commits at the open site; every site that follows it receives and applies it all. */
  public synchronized void commit(int count) {
    TestingSite active = active().orElseThrow();
    GtidSet more = transactions(active.name, active.executed.count() + 1, count);
    active.executed = active.executed.union(more);
    active.received = active.executed;
    for (TestingSite site : sites.values()) {
      if (site.source.equals(active.name) && site.reachable && active.reachable) {
        site.received = site.received.union(active.executed);
        site.executed = site.received;
      }
    }
  }

  /** Commits that no other site receives. */
  public synchronized void commitAlone(String name, int count) {
    TestingSite site = site(name);
    site.executed = site.executed.union(transactions(name, 1_000_000, count));
    site.received = site.executed;
  }

  /** What a site receives and does not apply. */
  public synchronized void receive(String name, String source, int count) {
    TestingSite site = site(name);
    site.received =
        site.received.union(transactions(source, site(source).executed.count() + 1, count));
  }

  static GtidSet transactions(String site, long first, int count) {
    int digit = Math.floorMod(site.hashCode(), 9) + 1;
    return GtidSet.parse(UUID + digit + ":" + first + "-" + (first + count - 1));
  }

  public synchronized void crash(String name) {
    site(name).server = ServerState.DEAD;
    site(name).writable = false;
  }

  public synchronized void restart(String name) {
    TestingSite site = site(name);
    site.server = ServerState.UP;
    if (site.holdingEpoch > 0 && site.holdingEpoch == site.highestEpoch) {
      open(site);
    }
  }

  public synchronized void stall(String name) {
    site(name).server = ServerState.STALLED;
  }

  /**
   * Commits that wait in a stalled server are done while it is closed, and others have them when it
   * is asked to close again.
   */
  public synchronized void commitWhenFenced(String name, int count) {
    site(name).hangingCommits = count;
  }

  private void release(TestingSite site) {
    if (site.hangingCommits > 0 && site.server == ServerState.STALLED) {
      site.server = ServerState.UP;
      commitAlone(site.name, site.hangingCommits);
    } else if (site.hangingCommits > 0) {
      sites.values().forEach(other -> other.received = other.received.union(site.received));
    }
  }

  /** What the server executed last cannot be said once it is dead. */
  public synchronized void loseBinaryLog(String name) {
    site(name).logReadable = false;
  }

  /** The whole site is unreachable; its lease runs out, so it closes. */
  public synchronized void isolate(String name) {
    site(name).reachable = false;
    site(name).writable = false;
  }

  /** Replication of a site is gone. */
  public synchronized void detach(String name) {
    site(name).source = "";
  }

  /** The holder opens again by itself. */
  public synchronized void reopen(String name) {
    open(site(name));
  }

  public synchronized void heal(String name) {
    site(name).reachable = true;
  }

  public synchronized void replacePod(String name) {
    TestingSite site = site(name);
    site.podUid += "-next";
    site.holdingEpoch = 0;
    site.writable = false;
  }

  /** The sidecar of that site has seen a higher epoch. */
  public synchronized void seen(String name, long epoch) {
    site(name).highestEpoch = epoch;
  }

  public synchronized void breakApplier(String name) {
    site(name).applierBroken = true;
  }

  /** The receiver of that site does not reach its source, or does again. */
  public synchronized void connecting(String name, boolean connecting) {
    site(name).connecting = connecting;
  }

  /** The site is too far behind from now on, or is not. */
  public synchronized void lagging(String name, boolean lagging) {
    site(name).lagging = lagging;
  }

  public synchronized void mendApplier(String name) {
    site(name).applierBroken = false;
  }

  public synchronized void peersVouchedAgo(Duration ago) {
    sites.values().forEach(site -> site.vouchedAgoMillis = ago.toMillis());
  }

  /** The resource is being deleted from now on. */
  public synchronized void delete() {
    leaving = true;
  }

  synchronized boolean reigns(String site, long epoch) {
    return lease.equals(new TestingLease(site, epoch));
  }

  synchronized boolean isLeaving() {
    return leaving;
  }

  /** The user takes a site out of the manifest; what it consists of stays. */
  public synchronized void removeFromSpec(String name) {
    generation++;
    removed.add(site(name).name);
  }

  /** The user takes that back. */
  public synchronized void putBackIntoSpec(String name) {
    generation++;
    removed.remove(name);
  }

  /** The site comes up with an empty volume. */
  public synchronized void loseData(String name) {
    TestingSite site = site(name);
    site.executed = GtidSet.EMPTY;
    site.received = GtidSet.EMPTY;
  }

  public synchronized long generation() {
    return generation;
  }

  /** Sites out of the manifest that are still there. */
  synchronized List<String> leftovers() {
    return removed.stream().filter(sites::containsKey).toList();
  }

  synchronized void removeLeftovers(String but) {
    sites.keySet().removeIf(name -> removed.contains(name) && !name.equals(but));
  }

  /** Whether there is such a site, in the manifest or not. */
  public synchronized boolean exists(String name) {
    return sites.containsKey(name);
  }

  /** What a vantage point sees now. */
  public synchronized Observation seenBy(String vantagePoint) {
    long sequence = sequences.merge(vantagePoint, 1L, Long::sum);
    return new Observation(
        vantagePoint,
        sequence,
        Instant.EPOCH,
        sites.values().stream().filter(this::isWatched).map(site -> site.sighting(group)).toList());
  }

  /** Watchers follow the sites of the manifest, and the active one. */
  private boolean isWatched(TestingSite site) {
    return !removed.contains(site.name) || lease.holder().equals(site.name);
  }

  /** What a vantage point sees now, but for one site: that one it sees open at an epoch. */
  public synchronized Observation seenBy(String vantagePoint, String open, long epoch) {
    Observation seen = seenBy(vantagePoint);
    return new Observation(
        vantagePoint,
        seen.sequence(),
        seen.observedAt(),
        seen.sites().stream()
            .map(site ->
                site.site().equals(open)
                    ? new Sighting(
                        open,
                        Verdict.WRITABLE,
                        site.podUid(),
                        epoch,
                        epoch,
                        site.gtidExecuted(),
                        site.gtidReceived(),
                        null,
                        true,
                        List.of(),
                        false)
                    : site)
            .toList());
  }

  /** The site has no network guard from now on. */
  public synchronized void loseGuard(String name) {
    site(name).guarded = false;
  }

  public synchronized boolean isOpen(String name) {
    return site(name).writable;
  }

  public synchronized String sourceOf(String name) {
    return site(name).source;
  }

  public synchronized String receivedBy(String name) {
    return site(name).received.toString();
  }

  /** Every opening ever, as {@code site@epoch}. */
  public synchronized List<String> openings() {
    return List.copyOf(openings);
  }

  public synchronized boolean twoWereOpenAtOnce() {
    return twoWereOpen;
  }

  synchronized Optional<Heartbeat> ask(String name) {
    return Optional.of(site(name))
        .filter(site -> site.reachable)
        .map(site -> site.heartbeat(group, lease));
  }

  synchronized FenceReply fence(String name, long epoch, boolean onlyIfDead) {
    TestingSite site = site(name);
    if (!site.reachable) {
      return new FenceReply(false, Refusal.UNREACHABLE, 0, null, ServerState.UP, "", false);
    }
    if (onlyIfDead && site.server != ServerState.DEAD) {
      return reply(site, Refusal.SERVER_ALIVE, null);
    }
    if (epoch < site.highestEpoch) {
      return reply(site, Refusal.STALE_EPOCH, null);
    }
    FenceProof proof =
        site.holdingEpoch > 0 ? new FenceProof(name, site.podUid, site.holdingEpoch, 0) : null;
    site.highestEpoch = epoch;
    site.holdingEpoch = 0;
    site.writable = false;
    release(site);
    return reply(site, Refusal.NONE, proof);
  }

  private static FenceReply reply(
      TestingSite site, Refusal refusal, @org.jspecify.annotations.Nullable FenceProof proof) {
    return new FenceReply(
        refusal == Refusal.NONE,
        refusal,
        site.highestEpoch,
        proof,
        site.server,
        site.executed.toString(),
        site.logReadable || site.server != ServerState.DEAD);
  }

  /** Takes the Lease; false when a higher epoch was seen. */
  synchronized boolean claim(String name, long epoch) {
    TestingSite site = site(name);
    boolean mine = lease.epoch() == epoch && lease.holder().equals(name);
    if (epoch < site.highestEpoch || (lease.epoch() >= epoch && !mine)) {
      return false;
    }
    if (!mine) {
      site.writable = false;
    }
    site.highestEpoch = epoch;
    site.holdingEpoch = epoch;
    lease = new TestingLease(name, epoch);
    return true;
  }

  synchronized boolean drain(String name) {
    TestingSite site = site(name);
    if (site.applierBroken) {
      return false;
    }
    site.executed = site.received;
    return true;
  }

  synchronized String open(String name, long epoch) {
    TestingSite site = site(name);
    if (site.holdingEpoch != epoch || site.highestEpoch > epoch) {
      throw new IllegalStateException(name + " does not hold epoch " + epoch);
    }
    site.source = "";
    open(site);
    return site.executed.toString();
  }

  private void open(TestingSite site) {
    if (!site.writable) {
      openings.add(site.name + "@" + site.holdingEpoch);
    }
    site.writable = true;
    twoWereOpen |= sites.values().stream().filter(one -> one.writable).count() > 1;
  }

  /** Follow {@code source}; the divergence when there is any. */
  synchronized GtidSet follow(String name, String source) {
    TestingSite site = site(name);
    TestingSite from = site(source);
    GtidSet divergent = site.received.subtract(from.received);
    if (divergent.isEmpty()) {
      site.source = source;
      site.received = from.executed;
      site.executed = from.executed;
    }
    return divergent;
  }

  synchronized boolean reachable(String name) {
    return site(name).reachable && site(name).server == ServerState.UP;
  }

  private Optional<TestingSite> active() {
    return sites.values().stream().filter(site -> site.writable).findFirst();
  }

  private TestingSite site(String name) {
    TestingSite site = sites.get(name);
    if (site == null) {
      throw new IllegalArgumentException("no site " + name);
    }
    return site;
  }
}
