package io.datahem.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.collector.CollectorFixture.Answer;
import io.datahem.events.Attributes;
import io.datahem.events.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of events, over real HTTP. */
@Timeout(60)
final class CollectTest {
  private static final String NDJSON = "application/x-ndjson";

  private final CollectorFixture collector = new CollectorFixture();

  @AfterEach
  void stop() {
    collector.close();
  }

  private List<Event> events() {
    return List.copyOf(collector.log.events().values());
  }

  private List<String> ids() {
    return events().stream().map(event -> event.attribute(Attributes.UUID)).toList();
  }

  @Test
  void oneEventIsKeptAsItCameWithItsEnvelope() {
    Instant before = Instant.now().minusMillis(1);
    Answer answer =
        collector.post("trucks", " {\"a\": 1}\n", "Content-Type", "application/json").accepted(1);
    Event event = collector.only();
    assertThat(event.data()).asString(StandardCharsets.UTF_8).isEqualTo(" {\"a\": 1}\n");
    assertThat(event.attributes())
        .containsOnlyKeys(Attributes.UUID, Attributes.SOURCE, Attributes.TIMESTAMP);
    assertThat(event.attribute(Attributes.SOURCE)).isEqualTo("trucks");
    assertThat(event.attribute(Attributes.TIMESTAMP))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
    assertThat(Instant.parse(event.attribute(Attributes.TIMESTAMP)))
        .isBetween(before, Instant.now());
    assertThat(answer.ids()).containsExactly(event.attribute(Attributes.UUID));
    assertThat(UUID.fromString(answer.ids().get(0))).isNotNull();
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "APPLICATION/JSON",
        "text/json",
      })
  void jsonIsOneEvent(String type) {
    collector.post("trucks", "{}\n{}\n", "Content-Type", type).accepted(1);
    assertThat(events()).hasSize(1);
  }

  @Test
  void withoutAContentTypeABodyIsOneEvent() {
    collector.post("trucks", "{}\n{}\n").accepted(1);
    assertThat(events()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {NDJSON, "application/x-ndjson;charset=utf-8", "application/jsonl"})
  void ndjsonIsAnEventALineAndBlankLinesAreNone(String type) {
    Answer answer =
        collector.post(
            "trucks", "\n{\"a\":1}\r\n \t\n{\"a\":2}\n\n{\"a\":3}", "Content-Type", type);
    answer.accepted(3);
    assertThat(events())
        .extracting(event -> new String(event.data(), StandardCharsets.UTF_8))
        .containsExactlyInAnyOrder("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
    assertThat(ids()).containsExactlyInAnyOrderElementsOf(answer.ids());
  }

  @Test
  void whatIsNotJsonOrNotUtf8IsKeptByteForByte() {
    byte[] rubbish = new byte[256];
    for (int i = 0; i < rubbish.length; i++) {
      rubbish[i] = (byte) i;
    }
    collector.post("trucks", rubbish).accepted(1);
    assertThat(collector.only().data()).isEqualTo(rubbish);
  }

  @Test
  void deepNestingIsKept() {
    byte[] deep = ("[".repeat(10_000) + "]".repeat(10_000)).getBytes(StandardCharsets.UTF_8);
    collector.post("trucks", deep).accepted(1);
    assertThat(collector.only().data()).isEqualTo(deep);
  }

  @Test
  void theCallersIdIsTheEventsIdEachTime() {
    for (int i = 0; i < 2; i++) {
      Answer answer = collector.post("trucks", "{}", "Idempotency-Key", "order~17").accepted(1);
      assertThat(answer.ids()).containsExactly("order~17");
    }
    assertThat(events())
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.attribute(Attributes.UUID)).isEqualTo("order~17");
              assertThat(event.attribute(Attributes.ID_ORIGIN)).isEqualTo("caller");
            });
  }

  @Test
  void linesTakeTheirIdsFromTheKeyAndTheirNumber() {
    Answer answer =
        collector.post("trucks", "{}\n\n{}\n", "Content-Type", NDJSON, "Idempotency-Key", "k");
    assertThat(answer.accepted(2).ids()).containsExactly("k-1", "k-3");
    assertThat(ids()).containsExactlyInAnyOrder("k-1", "k-3");
  }

  @Test
  void idsOfOurOwnAreNotSaidToBeTheCallers() {
    collector.post("trucks", "{}").accepted(1);
    assertThat(collector.only().attributes()).doesNotContainKey(Attributes.ID_ORIGIN);
  }

  @Test
  void onlyAllowedHeadersAreKept() {
    collector
        .post("trucks", "{}", "X-Kept", "yes", "Cookie", "secret", "X-Other", "no")
        .accepted(1);
    assertThat(collector.only().attributes())
        .containsEntry("header.x-kept", "yes")
        .doesNotContainValue("secret")
        .doesNotContainValue("no");
  }

  @Test
  void theCallersAttributesAndKeyAreKept() {
    collector
        .post("trucks", "{}", "Datahem-Attribute-Depot", "north", "Datahem-Key", "truck-7")
        .accepted(1);
    assertThat(collector.only().attributes())
        .containsEntry("depot", "north")
        .containsEntry(Attributes.KEY, "truck-7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uuid",
        "UUID",
        "timestamp",
        "source",
        "topic",
        "idOrigin",
        "key",
        "processingTime",
        "header.x-kept",
        "-x",
      })
  void noCallerSetsOurAttributes(String name) {
    collector
        .post("trucks", "{}", "Datahem-Attribute-" + name, "forged")
        .refusedAs(400, "ATTRIBUTE_INVALID");
    assertThat(events()).isEmpty();
  }

  @Test
  void plainHeadersOfOurNamesChangeNothing() {
    collector
        .post("trucks", "{}", "uuid", "forged", "source", "forged", "timestamp", "forged")
        .accepted(1);
    assertThat(collector.only().attributes()).doesNotContainValue("forged");
  }

  @Test
  void attributesAreBoundInNumberAndSize() {
    collector
        .post("trucks", "{}", "Datahem-Attribute-a", "x".repeat(1_025))
        .refusedAs(400, "ATTRIBUTE_INVALID");
    collector.post("trucks", "{}", "Datahem-Attribute-a", "x".repeat(1_024)).accepted(1);
    String[] many = new String[2 * 33];
    for (int i = 0; i < 33; i++) {
      many[2 * i] = "Datahem-Attribute-a" + i;
      many[2 * i + 1] = "x";
    }
    collector.post("trucks", "{}", many).refusedAs(400, "ATTRIBUTE_INVALID");
    collector
        .post("trucks", "{}", "Datahem-Key", "x".repeat(1_025))
        .refusedAs(400, "ATTRIBUTE_INVALID");
  }

  @Test
  void acceptedEventsAreCounted() throws Exception {
    collector.post("trucks", "{}\n{}\n", "Content-Type", NDJSON).accepted(2);
    collector.post("trucks", "").refusedAs(400, "EVENT_EMPTY");
    assertThat(collector.send(collector.request("/metrics")).text())
        .contains("datahem_collector_events_accepted_total 2.0")
        .contains("datahem_collector_received_bytes_total 6.0")
        .contains("datahem_collector_requests_refused_total{code=\"EVENT_EMPTY\"} 1.0");
    collector.awaitNothingInFlight();
  }

  @Test
  void oneConnectionServesManyRequests() {
    long started = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      collector.post("trucks", "{}").accepted(1);
    }
    assertThat(events()).hasSize(200);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
  }
}
