package io.datahem.contracts.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.Contract;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.Decoding.Decoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * An event that is read in a straight line becomes what the table makes of it, and every other is
 * left to the table: a space behind the opening brace, where there never was one, has the table
 * read it.
 */
class StraightLineTest {
  private static final long SEED = Long.getLong("datahem.usual.seed", System.nanoTime());
  private static final int MADE_UP = 20_000;
  private static final Contract CONTRACT =
      TestContracts.of(
          """
          message Flat {
            option (datahem.stream) = {owner: "tests"};
            string text = 1; int32 i32 = 2; int64 i64 = 3; uint32 u32 = 4; double number = 5;
            bool flag = 6; google.protobuf.Timestamp at = 7; optional string some_text = 4000;
            string a_name_of_more_than_thirty_two_bytes = 9; repeated int32 many = 10;
            bytes frame = 11; bytes hidden = 12 [(datahem.options.BigQueryFieldHidden) = "true"];
            double tenths = 13 [(datahem.options.BigQueryFieldDivide) = "10"];
            string local = 14 [
              (datahem.options.BigQueryFieldType) = "TIMESTAMP",
              (datahem.options.BigQueryFieldLocalToUtc) = "Europe/Stockholm,yyyy-MM-dd HH:mm:ss,yyyy-MM-dd'T'HH:mm:ssXXX"
            ];
            string digits = 15 [
              (datahem.options.BigQueryFieldType) = "INT64",
              (datahem.options.BigQueryFieldFilter) = "[0-9]*"
            ];
          }
          """);
  private static final List<String> NAMES =
      List.of(
          "text",
          "i32",
          "number",
          "flag",
          "at",
          "i64",
          "u32",
          "frame",
          "tenths",
          "local",
          "digits",
          "hidden",
          "some_text");
  private static final List<String> VALUES =
      List.of(
          "\"truck-17\"",
          "17",
          "-4.5",
          "true",
          "\"2026-01-31T12:00:00Z\"",
          "\"1234567890123\"",
          "0",
          "\"AP+/\"",
          "125",
          "\"2026-01-31 12:00:00\"",
          "\"17\"",
          "\"_-8=\"",
          "\"\"");

  private final JsonEventDecoder decoder = decoder(CONTRACT);
  private final byte[] usual = event(NAMES, VALUES).getBytes(UTF_8);

  private static JsonEventDecoder decoder(Contract contract) {
    return (JsonEventDecoder) EventDecoders.compile(contract, DecodeOptions.STRICT.withWire());
  }

  private static String event(List<String> names, List<String> values) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      json.append(i == 0 ? "" : ", ").append('"').append(names.get(i)).append("\": ");
      json.append(values.get(i));
    }
    return json.append('}').toString();
  }

  private static void teach(JsonEventDecoder decoder, byte[] event) {
    for (int i = 0; i < LearnedOrder.FIRST_LOOK; i++) {
      assertThat(decoder.decode(event, Map.of())).isInstanceOf(Decoded.class);
    }
  }

  private void agree(byte[] event) {
    // What is usual comes often enough to stay so.
    for (int i = 0; i < 20 && decoder.isStraight(); i++) {
      decoder.decode(usual, Map.of());
    }
    assertThat(decoder.isStraight()).as("read in a straight line").isTrue();
    Decoding straight = decoder.decode(event, Map.of());
    byte[] spaced = new byte[event.length + 1];
    System.arraycopy(event, 0, spaced, 1, event.length);
    spaced[0] = '{';
    spaced[1] = ' ';
    Decoding table = decoder.decode(spaced, Map.of());
    String context = "seed " + SEED + ": " + new String(event, UTF_8);
    SpacedOut.assertSame(straight, table, 1, context);
  }

  private void agree(String event) {
    agree(event.getBytes(UTF_8));
  }

  private void learn() {
    teach(decoder, usual);
    agree(usual);
  }

  @Test
  void everyByteAtEveryPlace() {
    learn();
    for (int at = 1; at <= usual.length; at++) {
      agree(Arrays.copyOf(usual, at));
      for (int b = 0; b < 256; b++) {
        byte[] longer = Arrays.copyOf(usual, usual.length + 1);
        System.arraycopy(usual, at, longer, at + 1, usual.length - at);
        longer[at] = (byte) b;
        agree(longer);
        if (at < usual.length) {
          byte[] other = usual.clone();
          other[at] = (byte) b;
          agree(other);
        }
      }
    }
  }

  @Test
  void everyValueInEveryField() {
    learn();
    List<String> odd = new ArrayList<>(VALUES);
    odd.addAll(
        List.of(
            "null",
            "false",
            "[]",
            "{}",
            "\"a\\nb\"",
            "\"å€😀\"",
            "\"" + "x".repeat(500) + "\"",
            "\"" + "å".repeat(64) + "\"",
            "-0",
            "-0.0",
            "01",
            "1.",
            "1e2",
            "2147483648",
            "-2147483649",
            "4294967295",
            "4294967296",
            "1234567890123456789",
            "\"-5\"",
            "\"1970-01-01T00:00:00Z\"",
            "\"2023-02-29T00:00:00Z\"",
            "\"2026-01-31T12:00:00.5+01:00\"",
            "0.30000000000000004",
            "\"AP-/\"",
            "\"A\"",
            "\"AA=\"",
            "\"AA==\"",
            "\"AP8\\/\"",
            "\"" + "AP8A".repeat(100) + "\"",
            "\"2026-13-31 12:00:00\"",
            "\"2026-03-29 02:30:00\"",
            "\"9223372036854775808\"",
            "[1]"));
    for (int field = 0; field < NAMES.size(); field++) {
      for (String value : odd) {
        List<String> values = new ArrayList<>(VALUES);
        values.set(field, value);
        agree(event(NAMES, values));
      }
    }
  }

  @Test
  void membersElsewhereTwiceMissingAndMore() {
    learn();
    for (int from = 0; from < NAMES.size(); from++) {
      for (int to = 0; to < NAMES.size(); to++) {
        List<String> names = new ArrayList<>(NAMES);
        List<String> values = new ArrayList<>(VALUES);
        String name = names.remove(from);
        String value = values.remove(from);
        agree(event(names, values));
        names.add(to, name);
        values.add(to, value);
        agree(event(names, values));
        names.add(name);
        values.add(value);
        agree(event(names, values));
        names.set(names.size() - 1, "noSuchField");
        agree(event(names, values));
      }
    }
    agree("{}");
    agree(event(NAMES, VALUES) + "x");
    agree(event(NAMES, VALUES) + " \n");
    agree(event(NAMES, VALUES).replace(": ", ":"));
  }

  @Test
  void madeUpValues() {
    learn();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < MADE_UP; i++) {
      String number = Long.toString(random.nextLong() >> random.nextInt(64));
      int point = random.nextInt(number.length() + 1);
      StringBuilder text = new StringBuilder("\"");
      for (int left = random.nextInt(40); left > 0; left--) {
        text.appendCodePoint("az å€0".codePointAt(random.nextInt(6)));
      }
      List<String> values = new ArrayList<>(VALUES);
      values.set(0, text.append('"').toString());
      values.set(1, Integer.toString(random.nextInt() >> random.nextInt(32)));
      values.set(2, number.substring(0, point) + "." + number.substring(point));
      values.set(3, Boolean.toString(random.nextBoolean()));
      values.set(5, '"' + number + '"');
      values.set(6, Integer.toUnsignedString(random.nextInt() >>> random.nextInt(32)));
      byte[] frame = new byte[random.nextInt(40)];
      random.nextBytes(frame);
      Base64.Encoder encoder = random.nextBoolean() ? Base64.getEncoder() : Base64.getUrlEncoder();
      String padded = encoder.encodeToString(frame);
      values.set(7, '"' + (random.nextBoolean() ? padded : padded.replace("=", "")) + '"');
      values.set(8, values.get(2));
      values.set(9, String.format("\"%1$tF %1$tT\"", random.nextLong() >> random.nextInt(16, 30)));
      values.set(10, random.nextInt(4) == 0 ? values.get(0) : '"' + number + '"');
      agree(event(NAMES, values));
    }
  }

  @Test
  void whatIsNotFlatOrNamedAtLengthIsNeverReadSo() {
    for (String more : List.of("\"many\": [1]", "\"aNameOfMoreThanThirtyTwoBytes\": \"x\"")) {
      JsonEventDecoder other = decoder(CONTRACT);
      teach(other, ("{\"i32\": 1, " + more + "}").getBytes(UTF_8));
      assertThat(other.isStraight()).as(more).isFalse();
    }
  }

  @Test
  void anOrderThatIsTheUsualOneNoMoreIsForgottenAndTheNewOneLearned() {
    learn();
    byte[] other = "{\"flag\": true, \"text\": \"x\"}".getBytes(UTF_8);
    int refused = 0;
    while (decoder.isStraight()) {
      decoder.decode(other, Map.of());
      assertThat(refused++).isLessThan(10_000);
    }
    for (int i = 0; i < 2 * LearnedOrder.FIRST_LOOK; i++) {
      decoder.decode(other, Map.of());
    }
    assertThat(decoder.isStraight()).isTrue();
    for (int i = 0; i < 10_000; i++) {
      decoder.decode(other, Map.of());
    }
    assertThat(decoder.isStraight()).isTrue();
  }
}
