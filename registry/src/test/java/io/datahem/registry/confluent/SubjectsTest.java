package io.datahem.registry.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SubjectsTest {
  private static final String ONE =
      "syntax = \"proto3\";\npackage a;\nmessage M {\n  string x = 1;\n}\n";
  private static final String ONE_IN_OTHER_WORDS =
      "// A comment.\nsyntax = 'proto3';\n\npackage a; message M { string x = 1; }";
  private static final String TWO =
      "syntax = \"proto3\";\npackage a;\nmessage M {\n  string x = 1;\n  int64 y = 2;\n}\n";
  private static final String TWO_IN_OTHER_ORDER =
      "syntax = \"proto3\";\npackage a;\nmessage M {\n  int64 y = 2;\n  string x = 1;\n}\n";
  private static final String BREAKING =
      "syntax = \"proto3\";\npackage a;\nmessage M {\n  bool x = 1;\n}\n";

  @TempDir private Path directory;
  private Api api;

  @BeforeEach
  void start() {
    api = new Api(directory);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void registersAndShows() {
    Api.Reply registered = api.register("s", ONE).ok();

    assertThat(registered.json().path("id").asInt()).isEqualTo(1);
    assertThat(registered.json().path("version").asInt()).isEqualTo(1);
    JsonNode version = api.get("/subjects/s/versions/1").ok().json();
    assertThat(version.path("subject").asText()).isEqualTo("s");
    assertThat(version.path("id").asInt()).isEqualTo(1);
    assertThat(version.path("schemaType").asText()).isEqualTo("PROTOBUF");
    assertThat(version.path("schema").asText()).isEqualTo(ONE);
    assertThat(api.get("/subjects/s/versions/latest").json()).isEqualTo(version);
    assertThat(api.get("/subjects/s/versions/-1").json()).isEqualTo(version);
    assertThat(api.get("/subjects/s/versions/1/schema").ok().text()).isEqualTo(ONE);
    assertThat(api.get("/schemas/ids/1/schema").ok().text()).isEqualTo(ONE);
    assertThat(
            api.get("/schemas/ids/1?subject=s&fetchMaxId=true").ok().json().path("maxId").asInt())
        .isEqualTo(1);
    String guid = version.path("guid").asText();
    assertThat(api.get("/schemas/guids/" + guid).ok().json().path("schema").asText())
        .isEqualTo(ONE);
    api.get("/subjects").is("['s']");
    api.get("/subjects/s/versions").is("[1]");
    api.get("/schemas/ids/1/subjects").is("['s']");
    api.get("/schemas/ids/1/versions").is("[{'subject':'s','version':1}]");
    api.get("/schemas/types").is("['PROTOBUF']");
    api.get("/contexts").is("['.']");
    api.get("/").is("{}");
    assertThat(api.get("/schemas?latestOnly=true").ok().json()).hasSize(1);
  }

  @Test
  void theSameMeaningIsTheSameSchemaInEverySubject() {
    int id = api.id("s", ONE);

    assertThat(api.id("s", ONE)).isEqualTo(id);
    assertThat(api.id("s", ONE_IN_OTHER_WORDS)).isEqualTo(id);
    assertThat(api.id("t", ONE_IN_OTHER_WORDS)).isEqualTo(id);
    assertThat(api.id("s", TWO)).isNotEqualTo(id);
    api.get("/subjects/s/versions").is("[1,2]");
    api.get("/schemas/ids/1/subjects").is("['s','t']");
    assertThat(api.get("/schemas/ids/1").json().path("schema").asText()).isEqualTo(ONE);
  }

  @Test
  void normalizedTheOrderDoesNotCount() {
    int id = api.id("s", TWO);

    assertThat(api.id("t", TWO_IN_OTHER_ORDER)).isNotEqualTo(id);
    assertThat(
            api.post("/subjects/s/versions?normalize=true", Api.schema(TWO_IN_OTHER_ORDER))
                .ok()
                .json()
                .path("id")
                .asInt())
        .isEqualTo(id);
    api.post("/subjects/s", Api.schema(TWO_IN_OTHER_ORDER)).isProblem(40403);
    api.post("/subjects/s?normalize=true", Api.schema(TWO_IN_OTHER_ORDER)).ok();
    api.put("/config/u", "{'normalize': true}").is("{'normalize':true}");
    int ordered = api.id("u", TWO_IN_OTHER_ORDER);
    assertThat(ordered).isEqualTo(id);
  }

  @Test
  void looksUp() {
    api.id("s", ONE);

    JsonNode found = api.post("/subjects/s", Api.schema(ONE_IN_OTHER_WORDS)).ok().json();

    assertThat(found.path("subject").asText()).isEqualTo("s");
    assertThat(found.path("version").asInt()).isEqualTo(1);
    assertThat(found.path("schema").asText()).isEqualTo(ONE);
    api.post("/subjects/s", Api.schema(TWO)).isProblem(40403);
    api.post("/subjects/nope", Api.schema(ONE)).isProblem(40401);
    api.post("/subjects/s", Api.schema("message {")).isProblem(42201);
  }

  @Test
  void refusesWhatBreaks() {
    api.id("s", ONE);

    Api.Reply refused = api.register("s", BREAKING);

    refused.isProblem(40901);
    assertThat(refused.json().path("message").asText()).contains("FIELD_TYPE_CHANGED", "a.M");
    api.get("/subjects/s/versions").is("[1]");
    api.post("/compatibility/subjects/s/versions/latest", Api.schema(BREAKING))
        .is("{'is_compatible':false}");
    api.post("/compatibility/subjects/s/versions", Api.schema(TWO)).is("{'is_compatible':true}");
    JsonNode verbose =
        api.post("/compatibility/subjects/s/versions?verbose=true", Api.schema(BREAKING)).json();
    assertThat(verbose.path("messages")).hasSize(1);
    api.post("/compatibility/subjects/s/versions/9", Api.schema(TWO)).isProblem(40402);
    api.post("/compatibility/subjects/t/versions/1", Api.schema(TWO)).isProblem(40401);
    api.post("/compatibility/subjects/t/versions/latest", Api.schema(TWO))
        .is("{'is_compatible':true}");
    api.put("/config/s", "{'compatibility': 'none'}").is("{'compatibility':'NONE'}");
    api.register("s", BREAKING).ok();
  }

  @Test
  void transitiveLevelsJudgeEveryVersion() {
    api.put("/config", "{'compatibility': 'NONE'}").ok();
    api.id("s", ONE);
    api.id("s", BREAKING);

    api.put("/config/s", "{'compatibility': 'BACKWARD'}").ok();
    api.post("/compatibility/subjects/s/versions", Api.schema(BREAKING))
        .is("{'is_compatible':true}");
    api.put("/config/s", "{'compatibility': 'BACKWARD_TRANSITIVE'}").ok();
    api.post("/compatibility/subjects/s/versions", Api.schema(BREAKING))
        .is("{'is_compatible':false}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BACKWARD", "BACKWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"})
  void whatADeletedVersionGaveAwayIsNotFreeAgain(String level) {
    api.put("/config/s", "{'compatibility':'" + level + "'}").ok();
    api.id("s", ONE);
    api.id("s", TWO);
    api.delete("/subjects/s/versions/2").is("2");
    String revived = TWO.replace("int64 y", "string z");

    Api.Reply refused = api.register("s", revived);
    refused.isProblem(40901);
    assertThat(refused.json().path("message").asText())
        .contains("FIELD_NUMBER_REVIVED")
        .contains("number 2 of field 'z' (string) was that of 'y' (int64)");
    assertThat(api.id("s", TWO.replace("y = 2;", "y = 2;\n  bool z = 3;")))
        .as("no data is misread")
        .isPositive();
    api.delete("/subjects/s/versions/3").is("3");
    api.delete("/subjects/s/versions/2?permanent=true").is("2");
    api.delete("/subjects/s/versions/3?permanent=true").is("3");
    assertThat(api.id("s", revived)).as("its data is gone for good").isPositive();
  }

  @Test
  void aVersionThatIsDeletedIsAskedNothingElse() {
    api.put("/config/s", "{'compatibility':'FULL_TRANSITIVE'}").ok();
    api.id("s", ONE);
    api.put("/config/s", "{'compatibility':'NONE'}").ok();
    api.id("s", BREAKING);
    api.delete("/subjects/s/versions/2").is("2");
    api.put("/config/s", "{'compatibility':'FULL_TRANSITIVE'}").ok();
    assertThat(api.id("s", TWO)).isPositive();
  }

  @Test
  void references() {
    String main = "syntax = \"proto3\";\nimport \"x/one.proto\";\nmessage N {\n  a.M m = 1;\n}\n";
    api.id("one", ONE);

    api.register("n", main).isProblem(42201);
    api.post("/subjects/n/versions", Api.referring(main, "x/one.proto", "one", 7)).isProblem(42201);
    JsonNode id =
        api.post("/subjects/n/versions", Api.referring(main, "x/one.proto", "one", -1))
            .ok()
            .json()
            .path("id");
    JsonNode shown = api.get("/schemas/ids/" + id).json();
    assertThat(shown.path("references").toString())
        .isEqualTo("[{\"name\":\"x/one.proto\",\"subject\":\"one\",\"version\":1}]");
    api.get("/subjects/one/versions/1/referencedby").is("[" + id + "]");
    api.delete("/subjects/one").isProblem(42206);
    api.delete("/subjects/one/versions/1").isProblem(42206);
    api.delete("/subjects/n").is("[1]");
    api.delete("/subjects/one").is("[1]");
    api.delete("/subjects/one?permanent=true").isProblem(42206);
    api.delete("/subjects/n?permanent=true").is("[1]");
    api.delete("/subjects/one?permanent=true").is("[1]");
    api.get("/schemas/ids/" + id).isProblem(40403);
    assertThat(api.id("one", TWO)).as("another schema in its place").isEqualTo(3);
    JsonNode again =
        api.post("/subjects/n/versions", Api.referring(main, "x/one.proto", "one", 1)).ok().json();
    assertThat(again.path("id").asInt()).isEqualTo(4);
    api.get("/subjects/one/versions/1/referencedby").is("[4]");
  }

  @Test
  void deletesSoftlyThenForGood() {
    api.id("s", ONE);
    api.id("s", TWO);

    api.delete("/subjects/s/versions/1?permanent=true").isProblem(40407);
    api.delete("/subjects/s/versions/1").is("1");
    api.delete("/subjects/s/versions/1").isProblem(40406);
    api.get("/subjects/s/versions").is("[2]");
    api.get("/subjects/s/versions?deleted=true").is("[1,2]");
    api.get("/subjects/s/versions?deletedOnly=true").is("[1]");
    api.get("/subjects/s/versions/1").isProblem(40402);
    api.get("/subjects/s/versions/1?deleted=true").ok();
    api.get("/schemas/ids/1").ok();
    api.get("/schemas/ids/1/versions").is("[]");
    api.get("/schemas/ids/1/versions?deleted=true").is("[{'subject':'s','version':1}]");
    api.delete("/subjects/s?permanent=true").isProblem(40405);
    api.delete("/subjects/s/versions/latest").is("2");
    api.delete("/subjects/s").isProblem(40404);
    api.get("/subjects").is("[]");
    api.get("/subjects?deleted=true").is("['s']");
    api.get("/subjects?deletedOnly=true").is("['s']");
    api.get("/subjects/s/versions").isProblem(40401);
    assertThat(api.id("s", BREAKING)).as("a deleted version breaks nobody").isEqualTo(3);
    api.get("/subjects/s/versions").is("[3]");
    api.delete("/subjects/s").is("[3]");
    api.delete("/subjects/s?permanent=true").is("[1,2,3]");
    api.get("/subjects?deleted=true").is("[]");
    api.delete("/subjects/s").isProblem(40401);
    assertThat(api.id("s", ONE)).as("a schema keeps its id").isEqualTo(1);
    api.get("/subjects/s/versions").is("[1]");
  }

  @Test
  void keepsMetadataAndRules() {
    ObjectNode body = Api.schema(ONE);
    body.putObject("metadata").putObject("properties").put("owner", "z").put("b", "å");
    body.putObject("ruleSet").putArray("domainRules").addObject().put("name", "r");
    int plain = api.id("s", ONE);

    int id = api.post("/subjects/s/versions", body).ok().json().path("id").asInt();

    assertThat(id).isNotEqualTo(plain);
    JsonNode shown = api.get("/schemas/ids/" + id).json();
    assertThat(shown.path("metadata")).isEqualTo(body.path("metadata"));
    assertThat(shown.path("ruleSet")).isEqualTo(body.path("ruleSet"));
    assertThat(
            api.get("/subjects/s/metadata?key=owner&value=z").ok().json().path("version").asInt())
        .isEqualTo(2);
    api.get("/subjects/s/metadata?key=owner&value=y").isProblem(40403);
    api.post("/subjects/s/versions", body.put("ruleSet", "no")).isProblem(42210);
  }

  @Test
  void importsWithIdsInImportModeAlone() {
    ObjectNode body = Api.schema(ONE).put("id", 4711).put("version", 7);
    api.post("/subjects/s/versions", body).isProblem(42205);
    api.id("t", TWO);
    api.put("/mode", "{'mode': 'IMPORT'}").isProblem(42205);
    api.put("/mode/s", "{'mode': 'IMPORT'}").is("{'mode':'IMPORT'}");

    api.register("s", ONE).isProblem(42205);
    assertThat(api.post("/subjects/s/versions", body).ok().json().path("id").asInt())
        .isEqualTo(4711);
    api.get("/subjects/s/versions").is("[7]");
    api.post("/subjects/s/versions", Api.schema(TWO).put("id", 4711)).isProblem(42205);
    api.post("/subjects/s/versions", Api.schema(ONE_IN_OTHER_WORDS).put("id", 4712)).ok();
    api.get("/subjects/s/versions").is("[7,8]");
    api.put("/mode/s", "{'mode': 'READWRITE'}").ok();
    assertThat(api.id("u", ONE)).as("the first id of a meaning").isEqualTo(4711);
    assertThat(
            api.id(
                "u",
                "syntax = \"proto3\"; package a; message M { string x = 1; int64 y = 2; int64 z ="
                    + " 3; }"))
        .as("ids go on behind the imported")
        .isEqualTo(4713);
  }

  @Test
  void contextsKeepNamesApart() {
    api.id("s", ONE);
    int id = api.id(":.other:s", BREAKING);

    api.get("/contexts").is("['.','.other']");
    api.get("/subjects").is("[':.other:s','s']");
    api.get("/subjects?subjectPrefix=:.other:").is("[':.other:s']");
    api.get("/subjects?subjectPrefix=").is("['s']");
    api.get("/subjects?subjectPrefix=:*:s").is("[':.other:s','s']");
    assertThat(api.get("/subjects/:.other:s/versions/1").json().path("id").asInt()).isEqualTo(id);
    api.get("/subjects/:.:s/versions").is("[1]");
    api.put("/config/:.other:", "{'compatibility':'NONE'}").ok();
    api.id(":.other:s", ONE);
    api.register("s", BREAKING).isProblem(40901);
  }

  @Test
  void subjectsMayBePaths() {
    int id = api.id("shop%2Fv1%2Forder.proto", ONE);

    api.get("/subjects").is("['shop/v1/order.proto']");
    assertThat(
            api.get("/subjects/shop%2Fv1%2Forder.proto/versions/1").ok().json().path("id").asInt())
        .isEqualTo(id);
    api.id("a%25b%20+%C3%A5", ONE);
    assertThat(api.get("/subjects").text()).contains("a%b +å");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nope, 404",
    "GET, /associations/resources/-/topic?resourceType=topic, 404",
    "POST, /associations, 404",
    "DELETE, /associations/resources/x, 404",
    "GET, /dek-registry/v1/keks, 404",
    "PUT, /subjects, 405",
    "POST, /schemas/ids/1, 405",
    "GET, /schemas/ids/7, 40403",
    "GET, /schemas/ids/99999999999, 404",
    "GET, /schemas/ids/x, 404",
    "GET, /schemas/guids/x, 40403",
    "GET, /schemas/guids/00000000-0000-0000-0000-000000000000, 40403",
    "GET, /subjects/t/versions, 40401",
    "GET, /subjects/t/versions/1, 40401",
    "GET, /subjects/s/versions/2, 40402",
    "GET, /subjects/s/versions/0, 42202",
    "GET, /subjects/s/versions/x, 42202",
    "GET, /subjects/s/versions/-2, 42202",
    "GET, /subjects/s/versions/2147483648, 42202",
    "GET, /subjects/s/versions?offset=x, 400",
    "GET, /subjects/%20/versions, 42208",
    "DELETE, /subjects/t, 40401",
    "DELETE, /subjects/s/versions/9, 40402",
    "GET, /config/s, 40408",
    "GET, /config/s?defaultToGlobal=nonsense, 40408",
    "DELETE, /config/s, 40408",
    "GET, /mode/s, 40409",
    "DELETE, /mode/s, 40409",
  })
  void refusesWithTheCodeThatClientsKnow(String method, String path, int code) {
    api.id("s", ONE);

    api.call(method, path, "").isProblem(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "null",
        "[]",
        "1",
        "{'schemaType':'PROTOBUF'}",
        "{'schemaType':'PROTOBUF','schema':1}",
        "{'schemaType':1,'schema':''}",
        "{'schemaType':'PROTOBUF','schema':'x','references':1}",
        "{'schemaType':'PROTOBUF','schema':'x','references':[1]}",
        "{'schemaType':'PROTOBUF','schema':'x','references':[{'name':'n'}]}",
        "{'schemaType':'PROTOBUF','schema':'x','id':'one'}",
      })
  void refusesBodiesThatAreNoSchema(String body) {
    api.call("POST", "/subjects/s/versions", body.replace('\'', '"')).isProblem(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'schema':'{}'}",
        "{'schemaType':'AVRO','schema':'{}'}",
        "{'schemaType':'JSON','schema':'{}'}",
        "{'schemaType':'PROTOBUF','schema':''}",
        "{'schemaType':'PROTOBUF','schema':'AAAA'}",
        "{'schemaType':'PROTOBUF','schema':'no protobuf'}",
        "{'schemaType':'PROTOBUF','schema':'// \\ud800'}",
        "{'schemaType':'PROTOBUF','schema':'import \\'../etc/x.proto\\';'}",
      })
  void refusesSchemasThatCannotBe(String body) {
    api.call("POST", "/subjects/s/versions", body.replace('\'', '"').replace("\\\"", "\\u0027"))
        .isProblem(42201);
  }

  @Test
  void refusesOtherTypesOfBody() {
    String body = Api.schema(ONE).toString();

    api.call("POST", "/subjects/s/versions", body, "text/plain").isProblem(415);
    api.call("POST", "/subjects/s/versions", body, "application/x-www-form-urlencoded")
        .isProblem(415);
    api.call("POST", "/subjects/s/versions", body, "application/json; charset=utf-8").ok();
    api.call("POST", "/subjects/s/versions", body, "application/vnd.schemaregistry+json").ok();
  }

  @Test
  void whatWasRegisteredIsThereAfterARestart() {
    api.id("s", ONE);
    api.id("s", TWO);
    api.delete("/subjects/s/versions/1");
    api.put("/config/s", "{'compatibility':'FULL'}");
    String schemas = api.get("/schemas?deleted=true").text();
    api.close();

    api = new Api(directory);

    assertThat(api.get("/schemas?deleted=true").text()).isEqualTo(schemas);
    api.get("/config/s").is("{'compatibilityLevel':'FULL'}");
    assertThat(api.id("t", ONE)).isEqualTo(1);
    api.register("s", BREAKING).isProblem(40901);
  }
}
