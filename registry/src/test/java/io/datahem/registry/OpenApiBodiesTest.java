package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datahem.contracts.SourceFile;
import io.datahem.registry.subjects.SubjectProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is really sent and answered against the schemas of the OpenAPI document: every operation,
 * every refusal that a request can bring about, and every member that the document has.
 */
@Timeout(60)
class OpenApiBodiesTest extends ShopServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY_BYTES = 20 << 20;
  private static final String ONE = "syntax = \"proto3\"; message M { string x = 1; }";
  private static final String TWO = "syntax = \"proto3\"; message M { string x = 1; int32 y = 2; }";
  private static final String EVERYTHING = "shop/v1/everything.proto";
  private static final String BREAKING = "syntax = \"proto3\"; message M { int32 x = 1; }";

  /** Those that read nothing of a request, so that there is nothing to refuse. */
  private static final Set<String> NEVER_REFUSED =
      Set.of(
          "GET /",
          "GET /healthz",
          "GET /openapi.json",
          "GET /v1/contracts",
          "GET /v1/files",
          "GET /v1/sources",
          "GET /schemas/types",
          "GET /contexts",
          "GET /config",
          "DELETE /config",
          "GET /mode",
          "DELETE /mode");

  /** Faults of ours, and what only many at once bring about. */
  private static final Set<String> NOT_BY_ONE_REQUEST =
      Set.of("INTERNAL_ERROR", "REGISTRY_BUSY", "500", "503", "50001");

  @TempDir private Path directory;
  private DocumentedClient client;

  @Override
  Registry open() {
    return Registry.open(directory);
  }

  @BeforeEach
  void connect() {
    client = new DocumentedClient(server.port(), OpenApi.document());
  }

  @Test
  void everythingIsAnsweredAsDocumented() {
    signsOfLife();
    pushes();
    contracts();
    contractsAreRefused();
    registrations();
    subjects();
    schemas();
    subjectsAreRefused();
    policies();
    policiesAreRefused();
    deletions();

    assertThat(client.unanswered()).as("operations without an example").isEmpty();
    assertThat(client.neverRefused()).as("never refused").isEqualTo(NEVER_REFUSED);
    assertThat(client.schemas().unseen()).as("members without an example").isEmpty();
    assertThat(client.codes()).as("codes").isEqualTo(codesOfRequests());
  }

  @Test
  void everyObjectSaysWhetherItHasOtherMembers() {
    assertThat(client.schemas().open()).isEmpty();
  }

  @Test
  void theCodesAreThoseOfTheRegistry() {
    assertThat(documented("Problem", "code"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RegistryProblem.values()).map(RegistryProblem::name).toList());
    assertThat(documented("Error", "error_code"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(SubjectProblem.values()).map(p -> String.valueOf(p.code())).toList());
  }

  private List<String> documented(String schema, String member) {
    List<String> values = new ArrayList<>();
    client
        .schemas()
        .named(schema)
        .path("properties")
        .path(member)
        .path("enum")
        .forEach(value -> values.add(value.asText()));
    return values;
  }

  private Set<String> codesOfRequests() {
    Set<String> codes = new TreeSet<>(documented("Problem", "code"));
    codes.addAll(documented("Error", "error_code"));
    codes.removeAll(NOT_BY_ONE_REQUEST);
    return codes;
  }

  private void signsOfLife() {
    client.ok("GET /");
    client.ok("GET /healthz");
    client.ok("GET /openapi.json");
    client.refusedAsNone("GET /v1/nope", "Problem", "NOT_FOUND");
    client.refusedAsNone("PATCH /v1/contracts", "Problem", "METHOD_NOT_ALLOWED");
    client.refusedAsNone("GET /nope", "Error", 404);
    client.refusedAsNone("PATCH /subjects", "Error", 405);
  }

  /** Each of a contract's options, and a change that breaks everyone. */
  private void pushes() {
    String everything = Shop.everything();
    String changed =
        everything
            .replace("string id = 1", "int32 id = 1")
            .replace("string other = 5", "string other = 5 [(datahem.field).type = JSON]")
            .replace("owner: \"tests\"", "table: \"renamed\"");
    client.ok("POST /v1/contracts", push(new SourceFile(EVERYTHING, everything)));
    client.ok(
        "POST /v1/contracts",
        push(Shop.money("string amount = 1;")).put("dryRun", true).put("level", "NONE"));
    client.ok("PUT /config/everything-value", "{\"compatibility\": \"NONE\"}");
    client.ok("POST /v1/contracts", push(new SourceFile(EVERYTHING, changed)));
  }

  private void contracts() {
    client.ok("GET /v1/contracts");
    client.ok("GET /v1/contracts/order?version=1");
    client.ok("GET /v1/contracts/everything/versions");
    client.ok("GET /v1/contracts/everything/diff");
    client.ok("GET /v1/contracts/everything/options");
    client.ok("GET /v1/contracts/everything/table");
    client.ok("GET /v1/contracts/order/table");
    client.ok("GET /v1/files");
    client.ok("GET /v1/sources");
    client.ok("GET /v1/snapshot");
    client.nothing("GET /v1/snapshot?after=" + registry.snapshot().generation());
  }

  private void contractsAreRefused() {
    String push = "POST /v1/contracts";
    client.refused(push, push(Shop.money("string amount = 1;")).toString(), "CONTRACT_BREAKING");
    client.refused(push, push(Shop.money("nonsense")).toString(), "CONTRACT_INVALID");
    client.refused(push, "{}", "REQUEST_INVALID");
    client.refused(push, push().put("dry_run", true).toString(), "REQUEST_INVALID");
    client.refused(push, "{}", "text/plain", "CONTENT_TYPE_UNSUPPORTED");
    client.refused(push, " ".repeat(MAX_BODY_BYTES + 1), "BODY_TOO_LARGE");
    client.refused("GET /v1/contracts/nope", "STREAM_UNKNOWN");
    client.refused("GET /v1/contracts/nope/versions", "STREAM_UNKNOWN");
    client.refused("GET /v1/contracts/order/diff?from=9", "VERSION_UNKNOWN");
    client.refused("GET /v1/contracts/order/options?version=9", "VERSION_UNKNOWN");
    client.refused("GET /v1/contracts/order/table?version=x", "REQUEST_INVALID");
    client.refused("GET /v1/snapshot?after=x", "REQUEST_INVALID");
  }

  private void registrations() {
    ObjectNode full = schema(ONE);
    full.putObject("metadata").putObject("properties").put("owner", "z");
    full.putObject("ruleSet").putArray("domainRules").addObject().put("name", "r");
    client.ok("POST /subjects/s/versions", full);
    client.ok("POST /subjects/s/versions", schema(TWO));
    client.ok("POST /subjects/user/versions", referring());
    client.ok("PUT /mode/imported", "{\"mode\": \"IMPORT\"}");
    client.ok("POST /subjects/imported/versions", schema(ONE).put("id", 4711).put("version", 7));
  }

  private void subjects() {
    client.ok("GET /subjects");
    client.ok("POST /subjects/s", schema(TWO));
    client.ok("GET /subjects/s/metadata?key=owner&value=z");
    client.ok("GET /subjects/s/versions");
    client.ok("GET /subjects/user/versions/latest");
    client.ok("GET /subjects/s/versions/1?format=serialized");
    client.ok("GET /subjects/s/versions/1/schema");
    client.ok("GET /subjects/s/versions/1/referencedby");
    client.ok("POST /compatibility/subjects/s/versions?verbose=true", schema(BREAKING));
    client.ok("POST /compatibility/subjects/s/versions/latest", schema(TWO));
  }

  private void schemas() {
    JsonNode shown = client.ok("GET /subjects/user/versions/1");
    String id = shown.path("id").asText();
    client.ok("GET /schemas");
    client.ok("GET /schemas/ids/" + client.ok("GET /subjects/s/versions/1").path("id").asText());
    client.ok("GET /schemas/types");
    client.ok("GET /schemas/ids/" + id + "?fetchMaxId=true");
    client.ok("GET /schemas/ids/" + id + "/schema");
    client.ok("GET /schemas/ids/" + id + "/subjects");
    client.ok("GET /schemas/ids/" + id + "/versions");
    client.ok("GET /schemas/guids/" + shown.path("guid").asText());
    client.ok("GET /contexts");
    client.refused("GET /schemas?limit=x", 400);
    client.refused("GET /schemas/ids/x", 404);
    client.refused("GET /schemas/ids/999", 40403);
    client.refused("GET /schemas/ids/999/schema", 40403);
    client.refused("GET /schemas/ids/999/subjects", 40403);
    client.refused("GET /schemas/ids/999/versions", 40403);
    client.refused("GET /schemas/guids/nope", 40403);
  }

  private void subjectsAreRefused() {
    String register = "POST /subjects/s/versions";
    client.refused(register, schema(BREAKING).toString(), 40901);
    client.refused(register, schema("nonsense").toString(), 42201);
    client.refused(register, schema(ONE).put("ruleSet", "no").toString(), 42210);
    client.refused(register, "[]", 400);
    client.refused(register, "{}", "text/plain", 415);
    client.refused(register, " ".repeat(MAX_BODY_BYTES + 1), 42209);
    client.refused("GET /subjects?limit=x", 400);
    client.refused("POST /subjects/nope", schema(ONE).toString(), 40401);
    client.refused("GET /subjects/s/metadata?key=a", 400);
    client.refused("GET /subjects/nope/versions", 40401);
    client.refused("GET /subjects/s/versions/0", 42202);
    client.refused("GET /subjects/s/versions/9", 40402);
    client.refused("GET /subjects/%20/versions/1", 42208);
    client.refused("GET /subjects/s/versions/9/schema", 40402);
    client.refused("GET /subjects/s/versions/9/referencedby", 40402);
    client.refused("POST /compatibility/subjects/s/versions", schema("no").toString(), 42201);
    client.refused("POST /compatibility/subjects/s/versions/9", schema(ONE).toString(), 40402);
  }

  private void policies() {
    String config = "{\"compatibility\": \"FULL\", \"normalize\": true}";
    client.ok("PUT /config", config);
    client.ok("GET /config");
    client.ok("DELETE /config");
    client.ok("PUT /config/s", config);
    client.ok("GET /config/s");
    client.ok("DELETE /config/s");
    String mode = "{\"mode\": \"READWRITE\"}";
    client.ok("PUT /mode", mode);
    client.ok("GET /mode");
    client.ok("DELETE /mode");
    client.ok("PUT /mode/s", mode);
    client.ok("GET /mode/s");
    client.ok("DELETE /mode/s");
  }

  private void policiesAreRefused() {
    client.refused("PUT /config", "{}", 42203);
    client.refused("PUT /config/s", "{\"compatibility\": \"SIDEWAYS\"}", 42203);
    client.refused("GET /config/s", 40408);
    client.refused("DELETE /config/s", 40408);
    client.refused("PUT /mode", "{\"mode\": \"IMPORT\"}", 42205);
    client.refused("PUT /mode/s", "{\"mode\": \"UPSIDEDOWN\"}", 42204);
    client.refused("GET /mode/s", 40409);
    client.refused("DELETE /mode/s", 40409);
  }

  private void deletions() {
    client.refused("DELETE /subjects/s/versions/1", 42206);
    client.ok("DELETE /subjects/user");
    client.refused("DELETE /subjects/user", 40404);
    client.ok("DELETE /subjects/user?permanent=true");
    client.refused("DELETE /subjects/s?permanent=true", 40405);
    client.refused("DELETE /subjects/s/versions/1?permanent=true", 40407);
    client.ok("DELETE /subjects/s/versions/1");
    client.refused("DELETE /subjects/s/versions/1", 40406);
  }

  private static ObjectNode push(SourceFile... files) {
    return JSON.createObjectNode().set("files", JSON.valueToTree(files));
  }

  private static ObjectNode schema(String text) {
    return JSON.createObjectNode().put("schemaType", "PROTOBUF").put("schema", text);
  }

  private static ObjectNode referring() {
    ObjectNode body = schema("syntax = \"proto3\"; import \"m.proto\"; message N { M m = 1; }");
    body.putArray("references")
        .addObject()
        .put("name", "m.proto")
        .put("subject", "s")
        .put("version", 1);
    return body;
  }
}
