package io.datahem.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.events.Attributes;
import io.datahem.events.Event;
import io.datahem.events.EventBatch;
import io.datahem.events.LogPosition;
import io.datahem.pipeline.ManifestStore;
import io.datahem.pipeline.ManifestStore.Verdict;
import io.datahem.pipeline.Part;
import io.datahem.testkit.InMemoryManifestStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A real broker, a real engine. The engine closes readers and opens others as it likes (the direct
 * runner does so at random), so what is accepted must be exact though batches come more than once.
 */
@Timeout(180)
final class KafkaEventSourceTest {
  /** What was accepted, by store and position: how often. */
  private static final Map<String, Map<LogPosition, Integer>> ACCEPTED = new ConcurrentHashMap<>();

  private final InMemoryManifestStore manifests =
      new InMemoryManifestStore(UUID.randomUUID().toString());
  private final EventTopic topic = TestBroker.shared().topic(3);

  /** Accepts every batch as a part of its own. */
  private static final class Accept extends DoFn<EventBatch, Void> {
    private static final long serialVersionUID = 1L;
    private final InMemoryManifestStore manifests;
    private final String owner;

    Accept(InMemoryManifestStore manifests, String owner) {
      this.manifests = manifests;
      this.owner = owner;
    }

    @ProcessElement
    public void process(@Element EventBatch batch) {
      try (ManifestStore.Session session = manifests.open()) {
        Part part =
            new Part(
                owner,
                batch.partition(),
                batch.claim(),
                batch.from(),
                batch.end(),
                0,
                List.of(),
                List.of());
        if (session.accept(part).verdict() == Verdict.ACCEPTED) {
          batch
              .events()
              .forEach(
                  one ->
                      acceptedOf(manifests)
                          .merge(
                              new LogPosition(batch.partition(), one.offset()), 1, Integer::sum));
        }
      }
    }
  }

  private static Map<LogPosition, Integer> acceptedOf(InMemoryManifestStore manifests) {
    return ACCEPTED.computeIfAbsent(manifests.name(), none -> new ConcurrentHashMap<>());
  }

  private Map<LogPosition, Integer> accepted() {
    return acceptedOf(manifests);
  }

  private PipelineResult run(String owner) {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    options.setTargetParallelism(2);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read", new KafkaEventSource(topic, owner).read(manifests))
        .apply("Accept", ParDo.of(new Accept(manifests, owner)));
    return pipeline.run();
  }

  private void publish(int count) throws Exception {
    try (KafkaEventLog log = new KafkaEventLog(topic, 64 << 20, TestBroker.MAX_EVENT_BYTES)) {
      List<CompletableFuture<LogPosition>> published = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        published.add(
            log.publish(
                new Event(new byte[50], Map.of(Attributes.UUID, UUID.randomUUID().toString()))));
      }
      for (CompletableFuture<LogPosition> one : published) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
  }

  /** Waits for the store's word and for this test's own list, which is written just after it. */
  private void awaitAllAccepted() throws Exception {
    Map<Integer, Long> ends = topic.ends();
    long published = ends.values().stream().mapToLong(Long::longValue).sum();
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try (ManifestStore.Session session = manifests.open()) {
      while (accepted().size() < published
          || !ends.entrySet().stream()
              .allMatch(end -> session.acceptedEnd(end.getKey()) == end.getValue())) {
        assertThat(System.nanoTime()).as("deadline; accepted of %s", ends).isLessThan(deadline);
        Thread.sleep(10);
      }
    }
  }

  @Test
  void everyPositionIsAcceptedOnceAndARestartGoesOnAtTheAcceptedEnd() throws Exception {
    publish(3_000);
    PipelineResult first = run("job-1");
    publish(1_000);
    awaitAllAccepted();
    first.cancel();
    publish(2_000);
    PipelineResult second = run("job-2");
    awaitAllAccepted();
    publish(500);
    awaitAllAccepted();
    second.cancel();
    assertThat(accepted().size()).isEqualTo(6_500);
    assertThat(accepted().values()).containsOnly(1);
  }

  @Test
  void aNewerJobTakesOverFromOneThatRuns() throws Exception {
    publish(500);
    PipelineResult older = run("job-1");
    awaitAllAccepted();
    PipelineResult newer = run("job-2");
    publish(1_500);
    awaitAllAccepted();
    assertThat(accepted().size()).isEqualTo(2_000);
    assertThat(accepted().values()).containsOnly(1);
    older.cancel();
    newer.cancel();
  }
}
