package io.bloodraven.worker;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics of the SDK and of failovers; the phases of a failover are a histogram. */
final class WorkerMetrics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerMetrics.class);
  private static final String PHASES = "bloodraven_failover_phase";
  private static final double REPORT_SECONDS = 1;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Scope scope;

  WorkerMetrics() {
    registry
        .config()
        .meterFilter(MeterFilter.deny(WorkerMetrics::isRehearsed))
        .meterFilter(new PhaseHistogram());
    scope =
        new RootScopeBuilder()
            .reporter(new MicrometerClientStatsReporter(registry))
            .reportEvery(Duration.ofSeconds(REPORT_SECONDS));
  }

  private static boolean isRehearsed(Meter.Id id) {
    return DressRehearsal.NAMESPACE.equals(id.getTag("group_namespace"));
  }

  Scope scope() {
    return scope;
  }

  /** In Prometheus' text form. */
  String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    try {
      scope.close();
    } catch (ScopeCloseException e) {
      LOG.warn("the last metrics were not reported: {}", e.getMessage());
    }
    registry.close();
  }

  private static final class PhaseHistogram implements MeterFilter {
    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
      return id.getName().equals(PHASES)
          ? DistributionStatisticConfig.builder().percentilesHistogram(true).build().merge(config)
          : config;
    }
  }
}
