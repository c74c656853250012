package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.Contract;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.DecodeOptions.UnknownFields;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.table.TablePlan;
import io.datahem.contracts.table.TablePlans;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LenientTest {
  private static final Contract CONTRACT =
      TestContracts.of(
          """
          message Loose {
            option (datahem.stream) = {owner: "tests"};
            enum Color { NONE = 0; RED = 1; }
            bool flag = 1; string text = 2; int32 number = 3; repeated string tags = 4;
            repeated int32 counts = 5; repeated Loose inner = 6; Color color = 7;
            google.protobuf.BoolValue maybe = 8; map<string, bool> flags = 9;
          }
          """);
  private static final TablePlan TABLE = TablePlans.of(CONTRACT);
  private static final EventDecoder LENIENT =
      EventDecoders.compile(CONTRACT, DecodeOptions.STRICT.asLenient().withWire());
  private static final EventDecoder STRICT = EventDecoders.compile(CONTRACT);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "flag | \"true\" | true | flag",
        "flag | \"TRUE\" | true | flag",
        "flag | \"False\" | false | flag",
        "maybe | \"True\" | true | maybe",
        "text | 12.50 | 12.50 | text",
        "text | true | true | text",
        "text | -1e3 | -1e3 | text",
        "tags | \"x\" | [x] | tags",
        "counts | 7 | [7] | counts",
        "counts | \"7\" | [7] | counts",
      })
  void takesWhatProducersSendAndCountsIt(
      String field, String json, String expected, String counted) {
    String event = "{\"" + field + "\": " + json + "}";
    Decoded decoded = (Decoded) decode(LENIENT, event);
    assertThat(String.valueOf(decoded.row()[TABLE.slot(field)])).isEqualTo(expected);
    assertThat(decoded.coercions()).isEqualTo(Map.of("test.v1.Loose." + counted, 1));
    assertThat(((Rejected) decode(STRICT, event)).code()).isEqualTo(Code.FIELD_WRONG_TYPE);
  }

  @Test
  void writesToTheWireWhatItTakes() {
    Decoded decoded =
        (Decoded) decode(LENIENT, "{\"flag\":\"TRUE\",\"text\":5,\"tags\":[1,2],\"counts\":3}");
    assertThat(RandomMessages.parse(CONTRACT.descriptor(), decoded.wire()).toString())
        .isEqualTo("flag: true\ntext: \"5\"\ntags: \"1\"\ntags: \"2\"\ncounts: 3\n");
    assertThat(decoded.coercions())
        .isEqualTo(
            Map.of(
                "test.v1.Loose.flag", 1,
                "test.v1.Loose.text", 1,
                "test.v1.Loose.tags", 2,
                "test.v1.Loose.counts", 1));
  }

  @Test
  void staysStrictWhereNothingIsMeant() {
    for (String event :
        List.of(
            "{\"flag\":\"yes\"}",
            "{\"flag\":1}",
            "{\"text\":{}}",
            "{\"text\":[1]}",
            "{\"number\":\"1x\"}",
            "{\"number\":true}",
            "{\"inner\":5}",
            "{\"tags\":{}}",
            "{\"text\":01}",
            "{\"text\":nul}",
            "{\"flag\":\"true\",\"flag\":true}",
            "{\"color\":\"red\"}")) {
      assertThat(decode(LENIENT, event)).as(event).isInstanceOf(Rejected.class);
    }
    assertThat(((Decoded) decode(LENIENT, "{\"flag\":true}")).coercions()).isEmpty();
  }

  @Test
  void treatsUndeclaredFieldsAsTheStreamSays() {
    String event = "{\"number\":1,\"other\":[1, 2],\"color\":\"PINK\"}";
    EventDecoder rejecting =
        EventDecoders.compile(CONTRACT, DecodeOptions.STRICT.with(UnknownFields.REJECT));
    EventDecoder ignoring =
        EventDecoders.compile(CONTRACT, DecodeOptions.STRICT.with(UnknownFields.IGNORE));
    assertThat(((Rejected) decode(rejecting, event)).code()).isEqualTo(Code.FIELD_UNKNOWN);
    assertThat(((Rejected) decode(rejecting, event)).path()).isEqualTo("other");
    Decoded ignored = (Decoded) decode(ignoring, event);
    assertThat(ignored.unknown()).isNull();
    assertThat(ignored.row()[TABLE.slot("color")]).isEqualTo(0L);
    assertThat(((Rejected) decode(STRICT, event)).code()).isEqualTo(Code.ENUM_UNKNOWN);
  }

  private static Decoding decode(EventDecoder decoder, String json) {
    return decoder.decode(json.getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
