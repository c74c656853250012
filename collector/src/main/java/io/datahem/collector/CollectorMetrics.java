package io.datahem.collector;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** What the collector counts. Thread-safe. */
final class CollectorMetrics {
  private final Counter accepted;
  private final Counter receivedBytes;
  private final Counter refused;

  CollectorMetrics(PrometheusRegistry registry) {
    accepted =
        Counter.builder()
            .name("datahem_collector_events_accepted_total")
            .help("Events that the log has acknowledged")
            .register(registry);
    receivedBytes =
        Counter.builder()
            .name("datahem_collector_received_bytes_total")
            .help("Bytes of bodies read")
            .register(registry);
    refused =
        Counter.builder()
            .name("datahem_collector_requests_refused_total")
            .help("Requests refused, by code")
            .labelNames("code")
            .register(registry);
  }

  void received(int bytes) {
    receivedBytes.inc(bytes);
  }

  void accepted(int events) {
    accepted.inc(events);
  }

  void refused(CollectorProblem problem) {
    refused.labelValues(problem.name()).inc();
  }
}
