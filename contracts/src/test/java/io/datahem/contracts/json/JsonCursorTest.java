package io.datahem.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.DecodeOptions;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
  private static final EventDecoder HOLDER =
      EventDecoders.toWire(
          TestContracts.of(
                  "message Holder { option (datahem.stream) = {owner: \"tests\"};"
                      + " google.protobuf.Value value = 1; int32 number = 2; string text = 3; }")
              .descriptor(),
          DecodeOptions.STRICT);

  static Stream<JsonSuite.Case> cases() throws IOException {
    return Stream.of(JsonSuite.of("good"), JsonSuite.of("bad"), JsonSuite.of("either"))
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void takesJsonAndNothingElse(JsonSuite.Case json) {
    JsonCursor in = new JsonCursor();
    in.open(json.text());
    in.skipValue();
    in.finish();
    assertThat(in.failed()).as("%s at %d", in.fault(), in.failedAt()).isEqualTo(!json.isGood());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void takesNoMoreWhenItIsToKeepIt(JsonSuite.Case json) {
    for (String member : List.of("value", "unknown", "text", "number")) {
      Decoding decoding = HOLDER.decode(held(member, json.text()), Map.of());
      if (!json.isGood()) {
        assertThat(decoding).as(member).isInstanceOf(Rejected.class);
      } else if (member.equals("unknown") || isKeptAsValue(json)) {
        assertThat(decoding instanceof Decoded || !member.matches("value|unknown"))
            .as("%s %s", member, decoding)
            .isTrue();
      }
    }
  }

  /** A number may be beyond a double, and a Struct takes no key twice. */
  private static boolean isKeptAsValue(JsonSuite.Case json) {
    return !json.name().matches("huge exponent|exponent beyond.*|key twice.*|number of a.*");
  }

  private static byte[] held(String member, byte[] json) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("{\"" + member + "\":").getBytes(StandardCharsets.UTF_8));
    out.writeBytes(json);
    out.write('}');
    return out.toByteArray();
  }

  @Test
  void endsAtEveryCutWithoutReadingOn() throws IOException {
    JsonCursor in = new JsonCursor();
    for (JsonSuite.Case json : JsonSuite.of("good")) {
      // What a longer text left in the buffer must not be seen.
      for (int length = 0; length < Math.min(json.text().length, 64); length++) {
        in.open(json.text());
        in.open(java.util.Arrays.copyOf(json.text(), length));
        in.skipValue();
        in.finish();
        assertThat(in.position()).isLessThanOrEqualTo(length);
        assertThat(in.failedAt()).isLessThanOrEqualTo(length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 6, 7, 8, 9, 15, 16, 17, 100})
  void findsABadByteAtItsPlace(int at) {
    byte[] text =
        ("\"" + "x".repeat(at) + "\u0001" + "y".repeat(20) + "\"").getBytes(StandardCharsets.UTF_8);
    JsonCursor in = new JsonCursor();
    in.open(text);
    in.skipValue();
    assertThat(in.failedAt()).isEqualTo(at + 1);
    assertThat(in.fault()).isEqualTo(JsonFault.NOT_JSON);
  }

  @Test
  void saysWhereARejectedValueStands() {
    String json = "{ \"value\": {\"a\": [1, {\"b\": tru}]}}";
    Rejected rejected = (Rejected) HOLDER.decode(json.getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(rejected.code()).isEqualTo(Code.JSON_MALFORMED);
    assertThat(rejected.path()).isEqualTo("value.a[1].b");
    assertThat(rejected.offset()).isEqualTo(json.indexOf("}]"));
    String number = "{\"text\": \"x\", \"number\": 1.5}";
    rejected = (Rejected) HOLDER.decode(number.getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(rejected.offset()).isEqualTo(number.indexOf("1.5"));
    assertThat(rejected.found()).isEqualTo("number 1.5");
  }

  @Test
  void keepsTheDepthLimitExactly() {
    for (int depth : new int[] {JsonCursor.MAX_DEPTH, JsonCursor.MAX_DEPTH + 1}) {
      JsonCursor in = new JsonCursor();
      in.open(("[".repeat(depth) + "]".repeat(depth)).getBytes(StandardCharsets.UTF_8));
      in.skipValue();
      in.finish();
      assertThat(in.failed()).isEqualTo(depth > JsonCursor.MAX_DEPTH);
    }
  }
}
