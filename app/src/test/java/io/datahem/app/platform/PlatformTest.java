package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.app.demo.BadEvents;
import io.datahem.app.demo.BadEvents.BadEvent;
import io.datahem.registry.client.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole path on the real parts: broker, registry, collector, job on Flink, Iceberg tables,
 * DuckDB.
 */
class PlatformTest {
  private static final String TRUCK =
      """
      syntax = "proto3";
      package fleet.v1;
      import "datahem/contract.proto";
      message Truck {
        option (datahem.stream) = {name: "trucks", owner: "tests"};
        string truck = 1;
        double celsius = 2;
      %s}
      """;

  @TempDir Path temp;

  @Test
  void takesEventsAllTheWayAndGoesOnWhereItWas() throws Exception {
    Path data = temp.resolve("data");
    try (Platform platform = Running.start(data)) {
      DataDirectory.Endpoints at = platform.endpoints();
      assertThat(Running.push(at, "fleet/v1/truck.proto", TRUCK.formatted("")).status())
          .isEqualTo(200);
      assertThat(
              Running.send(
                      at,
                      "trucks",
                      "{\"truck\":\"a\",\"celsius\":1.5}\n{\"truck\":\"b\",\"extra\":[1]}\n")
                  .accepted())
          .isEqualTo(2);
      Running.awaitSettled(data, 2);
      grow(at, data);
      retry(at, data);
      assertThatThrownBy(() -> Platform.start(Running.settings(data)))
          .isInstanceOf(DataDirectory.UnusableException.class)
          .hasMessageStartingWith("DATA_IN_USE");
    }
    assertThat(rows(data)).isEqualTo(4);
    assertThat(Running.check(data).problems()).isEmpty();

    try (Platform again = Running.start(data)) {
      assertThat(rows(data)).isEqualTo(4);
      retryAfterRestart(again.endpoints(), data);
      // The metrics are the books, of the time before the restart too.
      assertThat(Running.metrics(again.endpoints()))
          .contains(
              "datahem_events_total{code=\"\",outcome=\"row\",stream=\"trucks\"} 4.0",
              "datahem_events_total{code=\"DUPLICATE_ID\",outcome=\"drop\",stream=\"trucks\"} 2.0",
              "datahem_events_total{code=\"CONTRACT_UNKNOWN\",outcome=\"dead_letter\",stream=\"unknown\"} 1.0");
    }
    assertThat(Running.check(data).problems()).isEmpty();
    assertThat(Running.check(data).books().collected()).isEqualTo(7);
  }

  private static void grow(DataDirectory.Endpoints at, Path data) throws Exception {
    RegistryClient.Answer broken =
        Running.push(
            at,
            "fleet/v1/truck.proto",
            TRUCK.formatted("").replace("double celsius", "string celsius"));
    assertThat(broken.status()).isEqualTo(409);
    assertThat(broken.body().path("findings").get(0).path("code").asText())
        .isEqualTo("FIELD_TYPE_CHANGED");
    assertThat(
            Running.push(at, "fleet/v1/truck.proto", TRUCK.formatted("  string driver = 3;\n"))
                .status())
        .isEqualTo(200);
    // Sent at once: the column is there before the event that needs it.
    assertThat(Running.send(at, "trucks", "{\"truck\":\"c\",\"driver\":\"Bo\"}\n").accepted())
        .isEqualTo(1);
    Running.awaitSettled(data, 3);
    assertThat(Running.sql(data, "SELECT truck, driver, _unknown FROM trucks ORDER BY truck"))
        .containsExactly(
            row("a", null, null), row("b", null, "{\"extra\":[1]}"), row("c", "Bo", null));
  }

  private static List<Object> row(Object... values) {
    return java.util.Arrays.asList(values);
  }

  private static void retry(DataDirectory.Endpoints at, Path data) throws Exception {
    byte[] event = "{\"truck\":\"d\"}".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 2; i++) {
      assertThat(Running.post(at, "trucks", event, "Idempotency-Key", "once").statusCode())
          .isEqualTo(202);
    }
    assertThat(Running.post(at, "unknown", event).statusCode()).isEqualTo(202);
    Running.awaitSettled(data, 6);
    assertThat(Running.sql(data, "SELECT code FROM datahem.dead_letters"))
        .containsExactly(row("CONTRACT_UNKNOWN"));
    assertThat(Running.sql(data, "SELECT code FROM datahem.drops"))
        .containsExactly(row("DUPLICATE_ID"));
  }

  private static void retryAfterRestart(DataDirectory.Endpoints at, Path data) throws Exception {
    byte[] event = "{\"truck\":\"d\"}".getBytes(StandardCharsets.UTF_8);
    Running.post(at, "trucks", event, "Idempotency-Key", "once");
    Running.awaitSettled(data, 7);
    assertThat(rows(data)).isEqualTo(4);
  }

  private static long rows(Path data) {
    return ((Number) Running.sql(data, "SELECT count(*) FROM trucks").get(0).get(0)).longValue();
  }

  @Test
  void keepsEveryMistakeWithItsReasonAndHarmsNobody() throws Exception {
    Path data = temp.resolve("data");
    Path contracts = Path.of(System.getProperty("user.dir")).resolve("../examples/shop/contracts");
    try (Platform platform = Running.start(data)) {
      DataDirectory.Endpoints at = platform.endpoints();
      List<io.datahem.contracts.SourceFile> files;
      try (Stream<Path> paths = Files.walk(contracts)) {
        files =
            paths
                .filter(path -> path.toString().endsWith(".proto"))
                .map(path -> source(contracts, path))
                .toList();
      }
      assertThat(new RegistryClient(at.registry()).push(files, false).status()).isEqualTo(200);
      Map<String, Long> expected = new TreeMap<>();
      for (BadEvent bad : BadEvents.all()) {
        assertThat(Running.post(at, bad.stream(), bad.body()).statusCode())
            .as(bad.what())
            .isEqualTo(202);
        expected.merge(bad.code(), 1L, Long::sum);
      }
      Running.send(at, "members", "{\"memberId\":\"M1\",\"change\":1}\n");
      refuseAtTheDoor(at);
      Running.awaitSettled(data, BadEvents.all().size() + 1);
      Map<String, Long> found = new TreeMap<>();
      Running.sql(data, "SELECT code, count(*) FROM datahem.dead_letters GROUP BY code")
          .forEach(row -> found.put((String) row.get(0), ((Number) row.get(1)).longValue()));
      assertThat(found).isEqualTo(expected);
      assertThat(
              Running.sql(
                  data, "SELECT path FROM datahem.dead_letters WHERE path LIKE 'lines[3]%'"))
          .containsExactly(row("lines[3].unitPrice.amount"));
      assertThat(
              Running.sql(data, "SELECT count(*) FROM members WHERE member_id = 'M1'")
                  .get(0)
                  .get(0))
          .isEqualTo(1L);
    }
    assertThat(Running.check(data).problems()).isEmpty();
  }

  private static void refuseAtTheDoor(DataDirectory.Endpoints at) throws Exception {
    assertThat(Running.post(at, "members", new byte[0]).body()).contains("EVENT_EMPTY");
    assertThat(Running.post(at, "members", new byte[10 << 20]).statusCode()).isEqualTo(413);
    assertThat(
            Running.post(at, "members", new byte[] {'1'}, "Content-Type", "text/html").statusCode())
        .isEqualTo(415);
  }

  private static io.datahem.contracts.SourceFile source(Path root, Path file) {
    try {
      return new io.datahem.contracts.SourceFile(
          root.relativize(file).toString(), Files.readString(file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
