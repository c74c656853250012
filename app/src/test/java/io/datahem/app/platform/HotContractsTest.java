package io.datahem.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.pipeline.JobStatus.StreamState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts that come and change while the job runs. */
class HotContractsTest {
  private static final String CONTRACT =
      """
      syntax = "proto3";
      package hot.v1;
      import "datahem/contract.proto";
      message %s {
        option (datahem.stream) = {name: "%s", owner: "tests"};
        string id = 1;
        %s
      }
      """;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path temp;

  @Test
  void aPushIsLiveInTheJobWithinASecond() throws Exception {
    try (Platform platform = Running.start(temp.resolve("data"))) {
      // The first one loads classes.
      push(platform, "Warm", "warm", "");
      await(LONG, () -> version(platform, "warm") == 1);
      for (int version = 1; version <= 3; version++) {
        push(platform, "Beat", "beats", fields(version));
        int expected = version;
        await(SECOND, () -> version(platform, "beats") == expected);
      }
      assertThat(platform.status().parked()).isEmpty();
    }
  }

  private static String fields(int count) {
    StringBuilder fields = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      fields.append("string more").append(i).append(" = ").append(i + 1).append(";\n");
    }
    return fields.toString();
  }

  @Test
  void whatATableCannotBecomeIsKeptInTheUnknownFieldsOfItsRows() throws Exception {
    Path data = temp.resolve("data");
    try (Platform platform = Running.start(data)) {
      push(platform, "Truck", "trucks", "double celsius = 2;");
      Running.send(platform.endpoints(), "trucks", "{\"id\":\"a\",\"celsius\":1.5}\n");
      Running.awaitSettled(data, 1);
    }
    // A registry that was lost: it takes what the table that is still there cannot become.
    delete(DataDirectory.registry(data));
    try (Platform platform = Running.start(data)) {
      DataDirectory.Endpoints at = platform.endpoints();
      push(platform, "Truck", "trucks", "repeated string celsius = 2; int32 doors = 3;");
      push(platform, "Beat", "beats", "");
      await(LONG, () -> version(platform, "beats") == 1 && state(platform, "trucks").isParked());
      assertThat(state(platform, "trucks").version()).isEqualTo(1);
      assertThat(state(platform, "trucks").problem())
          .startsWith("TABLE_INCOMPATIBLE Cannot change column 'celsius'")
          .endsWith("Its values are kept in _unknown.");

      Running.send(at, "trucks", "{\"id\":\"b\",\"celsius\":[\"1\",\"2\"],\"doors\":4}\n");
      Running.send(at, "beats", "{\"id\":\"c\"}\n");
      Running.awaitSettled(data, 3);
      assertThat(Running.sql(data, "SELECT id FROM beats")).containsExactly(List.of("c"));
      assertThat(
              Running.sql(
                  data, "SELECT id, doors, celsius IS NULL, _unknown FROM trucks WHERE id = 'b'"))
          .containsExactly(List.of("b", 4L, true, "{\"celsius\":[\"1\",\"2\"]}"));
      assertThat(Running.sql(data, "SELECT count(*) FROM datahem.dead_letters"))
          .containsExactly(List.of(0L));

      JsonNode ready = readyz(at);
      assertThat(ready.path("status").asText()).isEqualTo("ready");
      assertThat(ready.path("parked").path("trucks").asText()).startsWith("TABLE_INCOMPATIBLE ");
      assertThat(ready.path("parked").size()).isEqualTo(1);
    }
    assertThat(Running.check(data).problems()).isEmpty();
  }

  /** The contract stays as it is: what its Any may hold grows with the registry. */
  @Test
  void anAnyHoldsATypeThatIsPushedLater() throws Exception {
    Path data = temp.resolve("data");
    try (Platform platform = Running.start(data)) {
      DataDirectory.Endpoints at = platform.endpoints();
      String any = "import \"datahem/contract.proto\";\nimport \"google/protobuf/any.proto\";";
      String box =
          CONTRACT
              .formatted("Box", "boxes", "google.protobuf.Any what = 2;")
              .replace("import \"datahem/contract.proto\";", any);
      assertThat(Running.push(at, "hot/v1/box.proto", box).status()).isEqualTo(200);
      String event = "{\"id\":\"%s\",\"what\":{\"@type\":\"x/pay.v1.Pay\",\"sum\":7}}%n";
      Running.send(at, "boxes", event.formatted("early"));
      Running.awaitSettled(data, 1);
      String pay = "syntax = \"proto3\"; package pay.v1; message Pay { int32 sum = 1; }";
      assertThat(Running.push(at, "pay/v1/pay.proto", pay).status()).isEqualTo(200);
      Running.send(at, "boxes", event.formatted("late"));
      Running.awaitSettled(data, 2);

      assertThat(Running.sql(data, "SELECT id, what FROM boxes"))
          .containsExactly(List.of("late", "{\"@type\":\"x/pay.v1.Pay\",\"sum\":7}"));
      assertThat(Running.sql(data, "SELECT code, path FROM datahem.dead_letters"))
          .containsExactly(List.of("ANY_TYPE_UNKNOWN", "what"));
      assertThat(version(platform, "boxes")).isEqualTo(1);
    }
  }

  private static JsonNode readyz(DataDirectory.Endpoints at) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(at.collector() + "/readyz")).build();
    return new ObjectMapper()
        .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }

  private static void push(Platform platform, String message, String stream, String fields) {
    String text = CONTRACT.formatted(message, stream, fields);
    assertThat(Running.push(platform.endpoints(), "hot/v1/" + stream + ".proto", text).status())
        .isEqualTo(200);
  }

  private static StreamState state(Platform platform, String stream) {
    return platform.status().streams().getOrDefault(stream, new StreamState(0, ""));
  }

  private static int version(Platform platform, String stream) {
    return state(platform, stream).version();
  }

  private static void await(Duration limit, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within %s", limit).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
