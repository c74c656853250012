package io.datahem.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datahem.collector.CollectorFixture.Answer;
import io.datahem.testkit.FakeEventLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing is answered 2xx before the log has it, and what the log refuses is told by line. */
@Timeout(60)
final class AcknowledgementTest {
  private static final String NDJSON = "application/x-ndjson";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void awaitWaiting(FakeEventLog log, int count) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (log.waiting() != count) {
      assertThat(System.nanoTime()).as("deadline; %s wait", log.waiting()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  @Test
  void noAnswerBeforeTheLogHasTheEvent() throws Exception {
    try (CollectorFixture collector = new CollectorFixture()) {
      collector.log.hold();
      CompletableFuture<Answer> answer =
          collector.sendLater(collector.posting("trucks", bytes("{}")));
      awaitWaiting(collector.log, 1);
      Thread.sleep(200);
      assertThat(answer).isNotDone();
      collector.log.release();
      answer.get(20, TimeUnit.SECONDS).accepted(1);
    }
  }

  @Test
  void aLogThatTakesItsTimeIsWaitedForLongerThanAnIdleCaller() throws Exception {
    try (CollectorFixture collector =
        new CollectorFixture(CollectorFixture.within(1, 1), new FakeEventLog())) {
      collector.log.hold();
      CompletableFuture<Answer> answer =
          collector.sendLater(collector.posting("trucks", bytes("{}")));
      awaitWaiting(collector.log, 1);
      Thread.sleep(3_500);
      assertThat(answer).isNotDone();
      collector.log.release();
      answer.get(20, TimeUnit.SECONDS).accepted(1);
    }
  }

  @Test
  void aLogThatGivesUpIsUnavailableAndARetryHasTheSameIds() throws Exception {
    try (CollectorFixture collector = new CollectorFixture()) {
      collector.log.hold();
      CompletableFuture<Answer> later =
          collector.sendLater(
              collector.posting(
                  "trucks", bytes("{}\n{}\n"), "Content-Type", NDJSON, "Idempotency-Key", "k"));
      awaitWaiting(collector.log, 2);
      collector.log.giveUp();
      Answer answer = later.get(20, TimeUnit.SECONDS).refusedAs(503, "LOG_UNAVAILABLE");
      assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
      assertThat(answer.json().path("accepted").asInt(-1)).isZero();
      assertThat(answer.json().path("message").asText()).contains("same Idempotency-Key");
      assertThat(collector.log.events()).isEmpty();
      collector.log.release();
      Answer again =
          collector.post("trucks", "{}\n{}\n", "Content-Type", NDJSON, "Idempotency-Key", "k");
      assertThat(again.accepted(2).ids()).containsExactly("k-1", "k-2");
    }
  }

  @Test
  void aBusyLogIsToldByLine() throws Exception {
    FakeEventLog small = new FakeEventLog(20, Integer.MAX_VALUE);
    try (CollectorFixture collector = new CollectorFixture(CollectorFixture.SETTINGS, small)) {
      small.hold();
      CompletableFuture<Answer> later =
          collector.sendLater(
              collector.posting(
                  "trucks",
                  bytes("{\"a\":\"1234\"}\n\n{\"a\":\"5678\"}\n{}\n"),
                  "Content-Type",
                  NDJSON));
      awaitWaiting(small, 2);
      small.release();
      Answer answer = later.get(20, TimeUnit.SECONDS).refusedAs(429, "LOG_BUSY");
      assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
      JsonNode results = answer.json().path("results");
      assertThat(results.findValuesAsText("line")).containsExactly("1", "3", "4");
      assertThat(results.findValuesAsText("status"))
          .containsExactly("accepted", "failed", "accepted");
      assertThat(results.path(1).path("code").asText()).isEqualTo("LOG_BUSY");
      assertThat(results.findValuesAsText("id")).doesNotHaveDuplicates();
      assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
      assertThat(small.events()).hasSize(2);
      assertThat(collector.send(collector.request("/metrics")).text())
          .contains("datahem_collector_events_accepted_total 2.0");
    }
  }

  @Test
  void anEventThatTheLogWillNeverTakeIsToldUnlessSomethingElseMayStillGoWell() throws Exception {
    FakeEventLog small = new FakeEventLog(50, 30);
    try (CollectorFixture collector = new CollectorFixture(CollectorFixture.SETTINGS, small)) {
      String large = "\"" + "x".repeat(40) + "\"\n";
      Answer answer = collector.post("trucks", large + "{}\n", "Content-Type", NDJSON);
      answer.refusedAs(413, "EVENT_TOO_LARGE");
      assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
      assertThat(answer.headers().firstValue("retry-after")).isEmpty();
      small.hold();
      String fits = "\"" + "x".repeat(28) + "\"\n";
      CompletableFuture<Answer> later =
          collector.sendLater(
              collector.posting("trucks", bytes(large + fits + fits), "Content-Type", NDJSON));
      awaitWaiting(small, 1);
      small.release();
      JsonNode results =
          later.get(20, TimeUnit.SECONDS).refusedAs(429, "LOG_BUSY").json().path("results");
      assertThat(results.findValuesAsText("code")).containsExactly("EVENT_TOO_LARGE", "LOG_BUSY");
    }
  }

  @Test
  void requestsTogetherAreBoundBeforeAnythingIsPublished() throws Exception {
    try (CollectorFixture collector = new CollectorFixture()) {
      collector.log.hold();
      byte[] body = bytes("\"" + "x".repeat(99_000) + "\"");
      List<CompletableFuture<Answer>> taken = new ArrayList<>();
      for (int i = 1; i <= 2; i++) {
        taken.add(collector.sendLater(collector.posting("trucks", body)));
        awaitWaiting(collector.log, i);
      }
      Answer refused = collector.post("trucks", body).refusedAs(429, "COLLECTOR_BUSY");
      assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
      assertThat(collector.log.waiting()).isEqualTo(2);
      collector.log.release();
      for (CompletableFuture<Answer> one : taken) {
        one.get(20, TimeUnit.SECONDS).accepted(1);
      }
      collector.post("trucks", body).accepted(1);
    }
  }

  @Test
  void aCallerThatLeavesCountsNoMore() throws Exception {
    try (CollectorFixture collector = new CollectorFixture()) {
      collector.log.hold();
      String head = "POST /v1/streams/trucks HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n";
      collector.open(head + "x".repeat(90_000)).close();
      collector.open(head + "x".repeat(50_000)).close();
      awaitWaiting(collector.log, 1);
      collector.log.release();
      collector.awaitNothingInFlight();
      assertThat(collector.log.events()).hasSize(1);
    }
  }

  @Test
  void stoppingAnswersWhatIsUnderWay() throws Exception {
    CollectorFixture collector = new CollectorFixture();
    collector.log.hold();
    CompletableFuture<Answer> answer =
        collector.sendLater(collector.posting("trucks", bytes("{}")));
    awaitWaiting(collector.log, 1);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(collector::close);
    Thread.sleep(300);
    assertThat(stopped).isNotDone();
    collector.log.release();
    answer.get(20, TimeUnit.SECONDS).accepted(1);
    stopped.get(20, TimeUnit.SECONDS);
    collector.close();
  }

  @Test
  void stoppingDoesNotWaitForALogThatNeverAnswers() throws Exception {
    CollectorFixture collector = new CollectorFixture();
    collector.log.hold();
    CompletableFuture<Answer> answer =
        collector.sendLater(collector.posting("trucks", bytes("{}")));
    awaitWaiting(collector.log, 1);
    long started = System.nanoTime();
    collector.close();
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(8));
    assertThat(
            answer
                .handle((got, failure) -> got == null ? 0 : got.status())
                .get(20, TimeUnit.SECONDS))
        .isNotEqualTo(202);
  }
}
