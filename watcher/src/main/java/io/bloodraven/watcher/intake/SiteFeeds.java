package io.bloodraven.watcher.intake;

import static java.util.Objects.requireNonNull;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.watcher.tracking.Detour;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeat streams and probes of one group, one of each per site, and the ways round to those
 * whose streams bring nothing.
 */
public final class SiteFeeds implements AutoCloseable {
  private final GroupRef group;
  private final SiteAddresses addresses;
  private final GroupSecrets secrets;
  private final RelayedStatus relays;
  private final SiteListener listener;
  private final Map<String, Feed> feeds = new HashMap<>();

  public SiteFeeds(
      GroupRef group,
      SiteAddresses addresses,
      GroupSecrets secrets,
      RelayedStatus relays,
      SiteListener listener) {
    this.group = requireNonNull(group, "group");
    this.addresses = requireNonNull(addresses, "addresses");
    this.secrets = requireNonNull(secrets, "secrets");
    this.relays = requireNonNull(relays, "relays");
    this.listener = requireNonNull(listener, "listener");
  }

  /** Opens and closes what the manifest asks for; what stays the same goes on undisturbed. */
  public synchronized void follow(GroupManifest manifest) {
    Set<String> leaving = new HashSet<>(feeds.keySet());
    manifest.siteNames().forEach(leaving::remove);
    leaving.forEach(site -> requireNonNull(feeds.remove(site)).close());
    for (String site : manifest.siteNames()) {
      Feed feed = feeds.computeIfAbsent(site, this::open);
      feed.probe(manifest.pollInterval(), manifest.monitorSecret());
    }
  }

  /** Goes that way once; returns at once. */
  public void take(Detour detour) {
    relays.ask(group, detour, listener);
  }

  @Override
  public synchronized void close() {
    feeds.values().forEach(Feed::close);
    feeds.clear();
  }

  private Feed open(String site) {
    return new Feed(
        site,
        HeartbeatStream.open(
            group.toString(),
            site,
            addresses.sidecar(group, site),
            secrets.controlToken(group),
            listener));
  }

  private final class Feed {
    private final String site;
    private final HeartbeatStream stream;
    private @Nullable ProbeLoop probe;
    private Duration interval = Duration.ZERO;
    private String secret = "";

    Feed(String site, HeartbeatStream stream) {
      this.site = site;
      this.stream = stream;
    }

    void probe(Duration wantedInterval, String wantedSecret) {
      if (probe != null && interval.equals(wantedInterval) && secret.equals(wantedSecret)) {
        return;
      }
      if (probe != null) {
        probe.close();
      }
      interval = wantedInterval;
      secret = wantedSecret;
      MysqlProbe mysql =
          new MysqlProbe(addresses.mysql(group, site), () -> secrets.login(group, wantedSecret));
      probe = ProbeLoop.start(group.toString(), site, mysql, wantedInterval, listener);
    }

    void close() {
      stream.close();
      if (probe != null) {
        probe.close();
      }
    }
  }
}
