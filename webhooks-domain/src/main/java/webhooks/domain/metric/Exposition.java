package webhooks.domain.metric;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import webhooks.domain.histogram.Histogram;

/**
 * Writes the present values of metrics in the formats of Prometheus. Safe for several threads.
 *
 * <p>Counters and gauges are Micrometer's: their names have dots, and Micrometer turns them into
 * the names of Prometheus. A histogram does not pass through Micrometer, so its name is already one
 * of Prometheus.
 */
final class Exposition {
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final PrometheusRegistry collectors = new PrometheusRegistry();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, collectors, Clock.SYSTEM);

  /**
   * Keeps the counts reachable. Micrometer refers to them weakly, and would repeat the last value
   * of a count that the garbage collector has removed.
   */
  private final List<LongSupplier> counts = new CopyOnWriteArrayList<>();

  /** Adds a counter at zero. Its samples get the suffix {@code _total}. */
  Counter counter(String name, String help, String... labels) {
    return Counter.builder(name).description(help).tags(labels).register(registry);
  }

  /** Adds a counter that is counted elsewhere. */
  void counter(String name, String help, LongSupplier count) {
    counts.add(count);
    FunctionCounter.builder(name, count, LongSupplier::getAsLong)
        .description(help)
        .register(registry);
  }

  /** Adds a gauge, which reads its value each time that the metrics are written. */
  void gauge(String name, String help, DoubleSupplier value, String... labels) {
    Gauge.builder(name, value::getAsDouble).description(help).tags(labels).register(registry);
  }

  /** Adds a histogram by its name in Prometheus. It is left out while the supplier has none. */
  void histogram(String name, String help, Supplier<Optional<Histogram>> histogram) {
    collectors.register(
        () -> histogram.get().map(filled -> snapshot(name, help, filled)).orElse(null));
  }

  private static HistogramSnapshot snapshot(String name, String help, Histogram histogram) {
    Histogram.Snapshot now = histogram.snapshot();
    return HistogramSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(now.bounds(), now.counts()))
                .sum(now.sum())
                .exemplars(Exemplars.of(exemplars(now)))
                .build())
        .build();
  }

  private static List<Exemplar> exemplars(Histogram.Snapshot now) {
    return now.exemplars().stream()
        .map(
            one ->
                Exemplar.builder()
                    .value(one.value())
                    .labels(Labels.of(Exemplar.TRACE_ID, one.traceId()))
                    .timestampMillis(one.timeMillis())
                    .build())
        .toList();
  }

  /** Returns all metrics in Prometheus's text format 0.0.4. */
  String text() {
    return registry.scrape();
  }

  /** Returns all metrics in the text format of OpenMetrics 1.0.0. */
  String openMetrics() {
    return registry.scrape(OPEN_METRICS);
  }
}
