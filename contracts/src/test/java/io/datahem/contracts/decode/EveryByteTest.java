package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.datahem.contracts.Contract;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.Decoding.Decoded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Values of every kind of field as they are usually written, with every byte at every place: in
 * place of the one that is there, and before it. What is taken is UTF-8 and is JSON to Jackson, and
 * whatever becomes of it becomes of it behind white space too, where no short way is.
 */
class EveryByteTest {
  private static final JsonFactory JACKSON = new JsonFactory();
  private static final Contract CONTRACT =
      TestContracts.of(
          """
          message All {
            option (datahem.stream) = {owner: "tests"};
            enum Kind { NONE = 0; SOME = 1; }
            message Part { double a = 1; string b = 2; }
            double d = 1; float f = 2; int32 i = 3; int64 l = 4; uint32 u = 5; uint64 ul = 6;
            sint64 s = 7; fixed64 x = 8; bool t = 9; string text = 10; bytes data = 11;
            Kind kind = 12; google.protobuf.Timestamp at = 13; google.protobuf.Duration took = 14;
            repeated double ds = 15; repeated int32 is = 16; repeated string texts = 17;
            map<string, double> by = 18; map<int32, bool> flags = 19; Part part = 20;
            google.protobuf.DoubleValue real = 21; google.protobuf.Value any = 22;
          }
          """);
  private static final EventDecoder DECODER =
      EventDecoders.compile(CONTRACT, DecodeOptions.STRICT.withWire());
  private static final List<String> EVENTS =
      List.of(
          "{\"d\":0}",
          "{\"d\":-4.5,\"f\":12.25}",
          "{\"d\":123456789.123}",
          "{\"i\":-17,\"u\":17}",
          "{\"l\":\"-1234567890123\",\"ul\":\"17\"}",
          "{\"s\":1,\"x\":2}",
          "{\"t\":true}",
          "{\"t\":false,\"text\":\"ab\"}",
          "{\"text\":\"12345678901\"}",
          "{\"text\":\"å€😀\"}",
          "{\"text\":\"a\\u00e5\\n\"}",
          "{\"data\":\"AQID\"}",
          "{\"kind\":\"SOME\"}",
          "{\"at\":\"2026-01-31T12:00:00Z\"}",
          "{\"took\":\"1.5s\"}",
          "{\"ds\":[0,-1.5]}",
          "{\"is\":[1,-2]}",
          "{\"texts\":[\"a\",\"\"]}",
          "{\"by\":{\"a\":0}}",
          "{\"flags\":{\"-1\":true}}",
          "{\"part\":{\"a\":1,\"b\":\"x\"}}",
          "{\"real\":0,\"any\":[1]}");

  @Test
  void takesNoByteThatMayNotBe() throws IOException {
    int taken = 0;
    int all = 0;
    for (String event : EVENTS) {
      byte[] right = event.getBytes(StandardCharsets.UTF_8);
      assertThat(decode(right)).as(event).isInstanceOf(Decoded.class);
      for (int at = 0; at <= right.length; at++) {
        for (int b = 0; b < 256; b++) {
          for (byte[] changed : changed(right, at, (byte) b)) {
            all++;
            taken += check(changed) ? 1 : 0;
          }
        }
      }
    }
    assertThat(taken).isBetween(all / 50, all / 2);
  }

  private static List<byte[]> changed(byte[] right, int at, byte b) {
    List<byte[]> changed = new ArrayList<>();
    byte[] longer = Arrays.copyOf(right, right.length + 1);
    System.arraycopy(right, at, longer, at + 1, right.length - at);
    longer[at] = b;
    changed.add(longer);
    if (at < right.length) {
      byte[] other = right.clone();
      other[at] = b;
      changed.add(other);
    }
    return changed;
  }

  /** True when the event was taken. */
  private static boolean check(byte[] event) throws IOException {
    if (!(decode(event) instanceof Decoded decoded)) {
      return false;
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(event)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("taken, and no UTF-8: " + Arrays.toString(event), e);
    }
    try (JsonParser jackson = JACKSON.createParser(text)) {
      jackson.nextToken();
      jackson.skipChildren();
      assertThat(jackson.nextToken()).as(text).isNull();
    }
    // Spaced out, a value is read by its plan alone.
    Decoding spaced = decode(text.replace(":", " : ").getBytes(StandardCharsets.UTF_8));
    if (text.indexOf(':') == text.lastIndexOf(':')) {
      assertThat(spaced).as(text).isInstanceOf(Decoded.class);
      assertThat(message(((Decoded) spaced).wire())).as(text).isEqualTo(message(decoded.wire()));
    }
    return true;
  }

  private static String message(byte[] wire) {
    return RandomMessages.parse(CONTRACT.descriptor(), wire).toString();
  }

  private static Decoding decode(byte[] event) {
    return DECODER.decode(event, Map.of());
  }
}
