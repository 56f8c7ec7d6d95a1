package io.bloodraven.watcher.status;

import io.bloodraven.api.group.GroupRef;
import io.bloodraven.api.health.Heartbeat;
import io.bloodraven.watcher.tracking.Detour;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The watcher's meters; each one of a group or site carries its full identity. */
public final class WatcherMetrics implements AutoCloseable {
  private static final List<String> SWITCHES =
      List.of(Heartbeat.MYSQL_EVENT, Heartbeat.NETWORK_GUARD);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final MultiGauge states =
      MultiGauge.builder("bloodraven.site.state")
          .description("1 for the state that the site is in, by this watcher")
          .register(registry);
  private final MultiGauge lags =
      MultiGauge.builder("bloodraven.site.replication.lag")
          .description("how far the site is behind its source, by MySQL's own figure")
          .baseUnit("seconds")
          .register(registry);
  private final MultiGauge switches =
      MultiGauge.builder("bloodraven.site.switch.armed")
          .description("1 for a dead-man's switch that is in force at a site that is heard, else 0")
          .register(registry);
  private final MultiGauge epochs =
      MultiGauge.builder("bloodraven.group.epoch")
          .description("epoch of the active site, by this watcher")
          .register(registry);
  private final MultiGauge writable =
      MultiGauge.builder("bloodraven.group.writable")
          .description("1 while a site is heard to be open for writes")
          .register(registry);

  public WatcherMetrics() {
    gc.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  /** A heartbeat came in by way of another site's sidecar. */
  public void relayed(GroupRef group, Detour detour) {
    registry
        .counter(
            "bloodraven.watcher.relayed.heartbeats",
            tags(group).and("site", detour.site(), "by", detour.by()))
        .increment();
  }

  /** A heartbeat came in. */
  public void heartbeat(GroupRef group, String site) {
    registry.counter("bloodraven.watcher.heartbeats", tags(group).and("site", site)).increment();
  }

  /** A stream was lost and is opened again. */
  public void streamLost(GroupRef group, String site) {
    registry
        .counter("bloodraven.watcher.stream.reconnects", tags(group).and("site", site))
        .increment();
  }

  /**
   * A message was sent to a group's workflow.
   *
   * @param kind observed or changed
   */
  public void signal(GroupRef group, String kind, boolean arrived) {
    registry
        .counter(
            "bloodraven.watcher.signals",
            tags(group).and("kind", kind, "outcome", arrived ? "delivered" : "failed"))
        .increment();
  }

  /** The observed status was written to a group's resource, or could not be. */
  public void statusWrite(GroupRef group, boolean arrived) {
    registry
        .counter(
            "bloodraven.watcher.status.writes",
            tags(group).and("outcome", arrived ? "written" : "failed"))
        .increment();
  }

  /** Drops the meters of a group that is gone. */
  public void forget(GroupRef group) {
    List<Meter> meters =
        registry.getMeters().stream()
            .filter(meter ->
                group.namespace().equals(meter.getId().getTag("namespace"))
                    && group.name().equals(meter.getId().getTag("group")))
            .toList();
    meters.forEach(registry::remove);
  }

  /** Everything in Prometheus' text format, with the groups as they are seen now. */
  public String scrape(Collection<GroupStatus> groups) {
    List<MultiGauge.Row<?>> stateRows = new ArrayList<>();
    List<MultiGauge.Row<?>> lagRows = new ArrayList<>();
    List<MultiGauge.Row<?>> switchRows = new ArrayList<>();
    List<MultiGauge.Row<?>> epochRows = new ArrayList<>();
    List<MultiGauge.Row<?>> writableRows = new ArrayList<>();
    for (GroupStatus group : groups) {
      Tags identity = Tags.of("namespace", group.namespace(), "group", group.group());
      epochRows.add(MultiGauge.Row.of(identity, group.epoch()));
      writableRows.add(MultiGauge.Row.of(identity, group.activeSite().isEmpty() ? 0 : 1));
      for (GroupStatus.Site site : group.sites()) {
        Tags own = identity.and("site", site.name());
        stateRows.add(MultiGauge.Row.of(own.and(Tag.of("state", site.state())), 1));
        if (site.isHeardUp()) {
          for (String name : SWITCHES) {
            int armed = site.armedSwitches().contains(name) ? 1 : 0;
            switchRows.add(MultiGauge.Row.of(own.and("switch", name), armed));
          }
        }
        if (site.secondsBehindSource() >= 0) {
          lagRows.add(MultiGauge.Row.of(own, site.secondsBehindSource()));
        }
      }
    }
    synchronized (this) {
      states.register(stateRows, true);
      lags.register(lagRows, true);
      switches.register(switchRows, true);
      epochs.register(epochRows, true);
      writable.register(writableRows, true);
      return registry.scrape();
    }
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }

  private static Tags tags(GroupRef group) {
    return Tags.of("namespace", group.namespace(), "group", group.name());
  }
}
