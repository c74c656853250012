package io.datahem.app.platform;

import io.datahem.pipeline.JobStatus;
import io.datahem.pipeline.ProblemCounts;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What the job counts, for {@code /metrics}. */
final class JobMetrics {
  private static final List<Double> QUANTILES = List.of(0.5, 0.9, 0.99);

  static void register(PrometheusRegistry registry, JobStatus status) {
    CounterWithCallback.builder()
        .name("datahem_committed_rows_total")
        .help("Rows made visible in all tables, the raw table's included")
        .callback(counter -> counter.call((double) status.committedRows()))
        .register(registry);
    CounterWithCallback.builder()
        .name("datahem_commits_total")
        .help("Commits made to all tables")
        .callback(counter -> counter.call((double) status.commits()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("datahem_pending_parts")
        .help("Accepted parts that some table does not hold yet")
        .callback(gauge -> gauge.call(status.pendingParts()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("datahem_freshness_seconds")
        .help("From the collection of the oldest event of a commit to its being visible")
        .labelNames("quantile")
        .callback(
            gauge -> {
              Histogram freshness = status.freshness();
              QUANTILES.forEach(
                  quantile ->
                      gauge.call(
                          freshness.getValueAtPercentile(quantile * 100) / 1_000.0,
                          quantile.toString()));
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("datahem_job_ready")
        .help("1 when the whole path to the tables is ready")
        .callback(gauge -> gauge.call(status.isReady() && !status.isFenced() ? 1 : 0))
        .register(registry);
    GaugeWithCallback.builder()
        .name("datahem_streams_parked")
        .help("Streams whose newest contract cannot be used; /readyz says why")
        .callback(gauge -> gauge.call(status.parked().size()))
        .register(registry);
    ids(registry, status);
    events(registry, status);
  }

  /** By which retries are known. */
  private static void ids(PrometheusRegistry registry, JobStatus status) {
    GaugeWithCallback.builder()
        .name("datahem_ids_remembered")
        .help("Callers' ids in files, by which retries are known")
        .callback(gauge -> gauge.call((double) status.ids().remembered()))
        .register(registry);
    CounterWithCallback.builder()
        .name("datahem_ids_forgotten_total")
        .help("Callers' ids forgotten before their horizon: a retry of them is stored again")
        .callback(counter -> counter.call((double) status.ids().forgotten()))
        .register(registry);
  }

  /** What became of the events, and what was not right about those that are rows. */
  private static void events(PrometheusRegistry registry, JobStatus status) {
    CounterWithCallback.builder()
        .name("datahem_events_total")
        .help(
            "Events whose outcome is fixed, as in the books: rows, dead letters and drops by code")
        .labelNames("stream", "outcome", "code")
        .callback(
            counter ->
                status
                    .books()
                    .totals()
                    .forEach(
                        (key, count) ->
                            counter.call(
                                (double) count,
                                key.stream(),
                                key.outcome().name().toLowerCase(Locale.ROOT),
                                key.code())))
        .register(registry);
    CounterWithCallback.builder()
        .name("datahem_rule_violations_total")
        .help("Validation rules broken by events that are rows all the same")
        .labelNames("stream", "rule")
        .callback(counter -> call(counter, status.problems().violations()))
        .register(registry);
    CounterWithCallback.builder()
        .name("datahem_coerced_values_total")
        .help("Values that only lenient decoding took")
        .labelNames("stream", "field")
        .callback(counter -> call(counter, status.problems().coercions()))
        .register(registry);
  }

  private static void call(
      CounterWithCallback.Callback counter, Map<ProblemCounts.Key, Long> counts) {
    counts.forEach((key, count) -> counter.call((double) count, key.stream(), key.what()));
  }

  private JobMetrics() {}
}
