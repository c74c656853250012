package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.Contract;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.table.TablePlans;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final Contract CONTRACT =
      TestContracts.of(
          """
          message Holder {
            option (datahem.stream) = {owner: "tests"};
            message Part { string name = 1; repeated Part parts = 2; }
            Part part = 1; string text = 2; google.protobuf.Any any = 3; repeated sint32 deltas = 4;
            string secret = 5 [(datahem.field) = {personal: true, type: DATE}];
            int32 code = 6 [(datahem.field).personal = true];
            google.protobuf.Timestamp born = 7 [(datahem.field).personal = true];
            map<string, string> _ATTRIBUTES = 300;
          }
          """);
  private static final EventDecoder DECODER =
      EventDecoders.compile(CONTRACT, DecodeOptions.STRICT.withWire());

  @Test
  void writesLengthsOfEveryWidth() {
    for (int length : List.of(0, 1, 126, 127, 128, 129, 16_383, 16_384, 70_000, 2_097_152)) {
      // Twice: the second time the width is known from the first.
      for (int i = 0; i < 2; i++) {
        String name = "n".repeat(length);
        String json = "{\"part\":{\"parts\":[{\"name\":\"" + name + "\"},{}]},\"text\":\"t\"}";
        assertThat(message(json))
            .isEqualTo(
                "part {\n  parts {\n"
                    + (length == 0 ? "" : "    name: \"" + name + "\"\n")
                    + "  }\n  parts {\n  }\n}\ntext: \"t\"\n");
      }
    }
  }

  @Test
  void findsNamesHoweverTheyAreWritten() {
    assertThat(message("{ \"te\\u0078t\" : \"a\", \"part\"\n:\t{ \"na\\u006De\":\"b\" } }"))
        .isEqualTo("part {\n  name: \"b\"\n}\ntext: \"a\"\n");
    String unknown = "{\"tex\":1,\"textt\":2,\"Text\":3,\"\":4,\"part \":5}";
    assertThat(((Decoded) decode(unknown)).unknown()).isEqualTo(unknown);
  }

  @Test
  void resolvesAnyWhereverItsTypeStands() {
    String duration =
        "{\"value\":\"1.5s\",\"@type\":\"type.googleapis.com/google.protobuf.Duration\"}";
    assertThat(message("{\"any\":" + duration + "}")).contains("value: \"\\b\\001\\020");
    String part = "{\"name\":\"x\",\"parts\":[{}],\"@type\":\"example.com/test.v1.Holder.Part\"}";
    Decoded decoded = (Decoded) decode("{\"any\":" + part + "}");
    assertThat(decoded.row()[TablePlans.of(CONTRACT).slot("any")]).isEqualTo(part);
    assertThat(code("{\"any\":{\"@type\":\"example.com/no.Such\"}}"))
        .isEqualTo(Code.ANY_TYPE_UNKNOWN);
    assertThat(code("{\"any\":{\"name\":\"x\"}}")).isEqualTo(Code.FIELD_MISSING);
    assertThat(
            code(
                "{\"any\":"
                    + part.replace("[{}],", "[],\"@type\":\"a.b/test.v1.Holder.Part\",")
                    + "}"))
        .isEqualTo(Code.JSON_DUPLICATE_FIELD);
  }

  @Test
  void writesTheAttributesOfTheEventAndNotOfThePayload() {
    byte[] json = "{\"_ATTRIBUTES\":{\"a\":\"payload\"}}".getBytes(StandardCharsets.UTF_8);
    Decoded decoded = (Decoded) DECODER.decode(json, Map.of("a", "event"));
    assertThat(RandomMessages.parse(CONTRACT.descriptor(), decoded.wire()).toString())
        .isEqualTo("_ATTRIBUTES {\n  key: \"a\"\n  value: \"event\"\n}\n");
  }

  @Test
  void showsNothingOfAPersonalFieldWhicheverWayItFails() {
    Map<String, List<String>> wrong =
        Map.of(
            "secret", List.of("\"1912-12-12x\"", "19121212"),
            "code", List.of("19121212191", "\"19121212191\"", "1912.5", "\"1912x\""),
            "born", List.of("\"1912-02-30T00:00:00Z\"", "\"1912-02-30T00:00:00.5Z\"", "1912"));
    wrong.forEach(
        (field, values) -> {
          for (String value : values) {
            Rejected rejected = (Rejected) decode("{\"" + field + "\":" + value + "}");
            assertThat(rejected.message())
                .doesNotContain("1912")
                .contains("a value that is not shown");
            assertThat(rejected.path()).isEqualTo(field);
          }
        });
  }

  @Test
  void startsAfreshAfterARejection() {
    String deep = "{\"part\":" + "{\"parts\":[".repeat(40) + "5";
    for (int i = 0; i < 3; i++) {
      assertThat(code(deep)).isEqualTo(Code.FIELD_WRONG_TYPE);
      assertThat(message("{\"deltas\":[-1,1]}")).isEqualTo("deltas: -1\ndeltas: 1\n");
      assertThat(((Decoded) decode("{}")).unknown()).isNull();
    }
  }

  private static Decoding decode(String json) {
    return DECODER.decode(json.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static Code code(String json) {
    return ((Rejected) decode(json)).code();
  }

  private static String message(String json) {
    Decoding decoding = decode(json);
    assertThat(decoding).isInstanceOf(Decoded.class);
    return RandomMessages.parse(CONTRACT.descriptor(), ((Decoded) decoding).wire()).toString();
  }
}
