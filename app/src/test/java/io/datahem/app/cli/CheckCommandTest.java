package io.datahem.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.registry.Registry;
import io.datahem.registry.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code datahem contract check}, through the command line. */
class CheckCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FINE = "// Its id.\n  string id = 1;";
  private static final String CHANGED = "// Its id.\n  int64 id = 1;";
  private static final String WAIVED =
      "// datahem:allow FIELD_DESCRIPTION_MISSING known from the dealer until 2999-01-31\n"
          + "  string id = 1;";

  @TempDir Path temp;

  @Test
  void aFineDirectory() throws IOException {
    assertThat(check(contracts(FINE))).isEqualTo("0 The contracts are fine.\n");
  }

  @Test
  void everyProblemAtOnceWithItsPlace() throws IOException {
    Path directory = contracts("string Id = 1;");
    Files.writeString(directory.resolve("shop/v1/wrong.proto"), "syntax = \"proto3\";\nmessage {");
    Files.writeString(directory.resolve("shop/v1/worse.proto"), "syntax = \"proto9\";\n");
    assertThat(check(directory))
        .startsWith("1 ")
        .contains("shop/v1/wrong.proto:2:9: PROTO_SYNTAX", "shop/v1/worse.proto:1:")
        .endsWith("The contracts have errors.\n");
  }

  @Test
  void whatCouldBeBetterFailsNothing() throws IOException {
    assertThat(check(contracts("string id = 1;")))
        .startsWith("0 warning: shop/v1/truck.proto:6:3: FIELD_DESCRIPTION_MISSING ");
  }

  @Test
  void showsWhatIsWaived() throws IOException {
    assertThat(check(contracts(WAIVED)))
        .startsWith("0 allowed until 2999-01-31 (known from the dealer): shop/v1/truck.proto:7:3: ")
        .endsWith("The contracts are fine.\n");
  }

  @Test
  void saysWhomAChangeBreaksByWhichEvent() throws IOException {
    String said = check(contracts(CHANGED), "--against", contracts(FINE).toString());
    assertThat(said)
        .startsWith("1 shop/v1/truck.proto:7:3: FIELD_TYPE_CHANGED Cannot register shop.v1.Truck: ")
        .contains("    was shop/v1/truck.proto:7:3\n")
        .containsPattern("    breaks BACKWARD_WIRE.* by shop.v1.Truck \\{\"id\":");
    assertThat(check(contracts(FINE), "--against", contracts(FINE).toString())).startsWith("0 ");
  }

  @Test
  void aLevelDecidesWhoCounts() throws IOException {
    Path before = contracts(FINE);
    Path after = contracts(FINE + "\n  // Gone later.\n  repeated int32 loads = 2;");
    assertThat(check(before, "--against", after.toString(), "--level", "FORWARD")).startsWith("0 ");
    assertThat(check(before, "--against", after.toString(), "--level", "backward"))
        .startsWith("1 ")
        .contains("FIELD_REMOVED");
    assertThat(check(contracts(CHANGED), "--against", before.toString(), "--level", "NONE"))
        .startsWith("0 ");
    assertThat(check(before, "--level", "SIDEWAYS")).startsWith("2 ").contains("FULL_TRANSITIVE");
  }

  @Test
  void aRenamedFileHoldsTheSameTypes() throws IOException {
    Path renamed = contracts(FINE);
    Files.move(renamed.resolve("shop/v1/truck.proto"), renamed.resolve("shop/v1/lorry.proto"));
    assertThat(check(renamed, "--against", contracts(FINE).toString())).startsWith("0 ");
  }

  @Test
  void aRegistryJudgesByItsWholeHistory() throws IOException {
    try (Registry registry = Registry.open(temp.resolve("registry"));
        RegistryServer server = RegistryServer.start(registry, "127.0.0.1", 0)) {
      String url = "http://127.0.0.1:" + server.port();
      String reserved = "reserved 1; reserved \"id\";\n  // How far.\n  double km = 2;";
      assertThat(check(contracts(FINE), "--registry", url)).startsWith("0 ");
      push(url, FINE);
      push(url, reserved);

      assertThat(check(contracts(reserved), "--registry", url)).startsWith("0 ");
      String revived = "// Its id.\n  int32 id = 1;\n  // How far.\n  double km = 2;";
      assertThat(check(contracts(revived), "--registry", url))
          .startsWith("1 shop/v1/truck.proto:5:1: RESERVATION_REMOVED ")
          .contains("shop/v1/truck.proto:7:3: FIELD_TYPE_CHANGED ", "    breaks BACKWARD_WIRE");
      assertThat(check(contracts(revived), "--registry", url, "--level", "NONE")).startsWith("0 ");
      assertThat(registry.push(java.util.List.of(), true).generation())
          .as("nothing but the two pushes changed it")
          .isEqualTo(2);
    }
  }

  private void push(String url, String field) throws IOException {
    assertThat(Terminal.say("contract", "push", contracts(field).toString(), "--url", url))
        .startsWith("0 ");
  }

  @Test
  void whatCannotBeAskedHasItsExitCode() throws IOException {
    assertThat(check(temp.resolve("nowhere"))).startsWith("2 DIRECTORY_UNKNOWN ");
    assertThat(check(contracts(FINE), "--against", temp.resolve("nowhere").toString()))
        .startsWith("2 DIRECTORY_UNKNOWN ");
    assertThat(check(contracts(FINE), "--registry", "http://127.0.0.1:1"))
        .startsWith("4 REGISTRY_UNREACHABLE ");
    assertThat(check(contracts(FINE), "--registry", "http://x", "--against", temp.toString()))
        .startsWith("2 ");
  }

  @Test
  void asJson() throws IOException {
    JsonNode report = json(contracts(CHANGED), "--against", contracts(FINE).toString(), "json");
    assertThat(report.path("ok").asBoolean(true)).isFalse();
    JsonNode finding = report.path("findings").path(0);
    assertThat(finding.path("code").asText()).isEqualTo("FIELD_TYPE_CHANGED");
    assertThat(finding.path("breakage").path("examples").path("BACKWARD_WIRE").asText())
        .startsWith("{\"id\":");
    JsonNode waived = json(contracts(WAIVED), "json").path("waived").path(0);
    assertThat(waived.path("reason").asText()).isEqualTo("known from the dealer");
    assertThat(waived.path("finding").path("code").asText()).isEqualTo("FIELD_DESCRIPTION_MISSING");
  }

  @Test
  void asSarif() throws IOException {
    Path after = contracts(WAIVED.replace("string", "int64") + "\n  string Name = 2;");
    JsonNode log = json(after, "--against", contracts(FINE).toString(), "sarif");
    requireSarif(log);
    JsonNode results = log.path("runs").path(0).path("results");
    assertThat(results.findValuesAsText("ruleId"))
        .contains("FIELD_TYPE_CHANGED", "FIELD_LOWER_SNAKE_CASE", "FIELD_DESCRIPTION_MISSING");
    JsonNode broken = result(results, "FIELD_TYPE_CHANGED");
    assertThat(broken.path("properties").path("breaks").path("BACKWARD_WIRE").asText())
        .startsWith("{\"id\":");
    JsonNode place = broken.path("locations").path(0).path("physicalLocation");
    assertThat(place.path("artifactLocation").path("uri").asText())
        .startsWith("file:///")
        .endsWith("/shop/v1/truck.proto");
    assertThat(place.path("region"))
        .isEqualTo(JSON.readTree("{\"startLine\":7,\"startColumn\":3}"));
    JsonNode waived = results.path(results.size() - 1);
    assertThat(waived.path("suppressions").path(0).path("kind").asText()).isEqualTo("inSource");
    requireSarif(json(contracts(FINE), "sarif"));
  }

  /** What the standard's schema says, and what it cannot say: which rule an index is of. */
  private static void requireSarif(JsonNode log) {
    assertThat(SarifSchema.problems(log)).isEmpty();
    assertThat(log.path("$schema").asText()).endsWith("sarif-schema-2.1.0.json");
    JsonNode run = log.path("runs").path(0);
    JsonNode rules = run.path("tool").path("driver").path("rules");
    assertThat(rules.findValuesAsText("id")).doesNotHaveDuplicates();
    for (JsonNode result : run.path("results")) {
      assertThat(rules.path(result.path("ruleIndex").asInt()).path("id"))
          .isEqualTo(result.path("ruleId"));
      assertThat(result.path("message").path("text").asText()).isNotBlank();
    }
  }

  private static JsonNode result(JsonNode results, String rule) {
    for (JsonNode result : results) {
      if (result.path("ruleId").asText().equals(rule)) {
        return result;
      }
    }
    throw new AssertionError(rule + " in " + results);
  }

  /** The last of the arguments is the format. */
  private JsonNode json(Path directory, String... arguments) throws IOException {
    String[] all = arguments.clone();
    String format = all[all.length - 1];
    all[all.length - 1] = "--format=" + format;
    String output = check(directory, all);
    return JSON.readTree(output.substring(output.indexOf(' ')));
  }

  private String check(Path directory, String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "contract";
    all[1] = "check";
    all[2] = directory.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Terminal.say(all);
  }

  private Path contracts(String fields) throws IOException {
    Path root = Files.createTempDirectory(temp, "contracts");
    Path file = Files.createDirectories(root.resolve("shop/v1")).resolve("truck.proto");
    Files.writeString(
        file,
        """
        syntax = "proto3";
        package shop.v1;
        import "datahem/contract.proto";
        // A truck.
        message Truck { option (datahem.stream) = {name: "trucks", owner: "me"};
          %s
        }
        """
            .formatted(fields));
    return root;
  }
}
