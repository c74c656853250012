package io.datahem.collector;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What the collector counts. Thread-safe. */
final class CollectorMetrics {
  private final PrometheusRegistry registry;
  private final Counter accepted;
  private final Counter receivedBytes;
  private final Counter refused;

  CollectorMetrics(PrometheusRegistry registry) {
    this.registry = registry;
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

  /** Shows how many bytes of bodies are under way. */
  void watch(AtomicLong inFlightBytes) {
    GaugeWithCallback.builder()
        .name("datahem_collector_in_flight_bytes")
        .help("Bytes of bodies read and not answered yet")
        .callback(gauge -> gauge.call((double) inFlightBytes.get()))
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
