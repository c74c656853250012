package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.Contract;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.Decoding.Decoded;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way and the long way of a value end at the same: white space makes it the long one. */
class UsualFormTest {
  private static final long SEED = Long.getLong("datahem.usual.seed", System.nanoTime());
  private static final int NUMBERS = 20_000;
  private static final List<String> FIELDS =
      List.of("text", "i32", "i64", "u32", "number", "flag", "at", "someText", "some_text");
  private static final Contract CONTRACT =
      TestContracts.of(
          """
          message Usual {
            option (datahem.stream) = {owner: "tests"};
            string text = 1; int32 i32 = 2; int64 i64 = 3; uint32 u32 = 4; double number = 5;
            bool flag = 6; google.protobuf.Timestamp at = 7; optional string some_text = 4000;
          }
          """);
  private static final EventDecoder DECODER =
      EventDecoders.compile(CONTRACT, DecodeOptions.STRICT.withWire());
  private static final EventDecoder LENIENT =
      EventDecoders.compile(CONTRACT, DecodeOptions.STRICT.withWire().asLenient());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"a\"",
        "\"1234567\"",
        "\"12345678\"",
        "\"å\"",
        "\"1234567å\"",
        "\"123456å8\"",
        "\"😀\"",
        "\"a\\nb\"",
        "\"abcdefgh\\\\\"",
        "\"\\ud800\"",
        "\"\u007f\"",
        "\"a\tb\"",
        "\"open",
        "\"",
        "0",
        "-0",
        "00",
        "01",
        "-",
        "--1",
        "1",
        "12345678",
        "123456789",
        "999999999999999",
        "1234567890123456",
        "12345678901234567",
        "2147483647",
        "2147483648",
        "-2147483648",
        "-2147483649",
        "4294967295",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "1.",
        "1.0",
        "1.5",
        "-1.5",
        "0.1",
        ".1",
        "0.000000000000001",
        "1.00000000000000001",
        "123456.789012345",
        "12345678.87654321",
        "1e2",
        "1.5e2",
        "1.5E-2",
        "1e",
        "1.5e",
        "1e400",
        "-0.0",
        "0.30000000000000004",
        "1x",
        "true",
        "false",
        "tru",
        "truex",
        "nul",
        "null",
        "TRUE",
        "[1]",
        "{}",
        "[",
        "{",
        "\"NaN\"",
        "\"Infinity\"",
        "\"-Infinity\"",
        "\"Nan\"",
        "\"-x\"",
        "\"1x\"",
        "\"12\"",
        "\"99999999999\"",
        "\"warm\"",
        "\"warm and cold\"",
        "\"warm å\"",
        "\"warm and \\u0041\"",
        "\"warm and open",
        "\"true\"",
        "\"2026-01-31T12:00:00Z\"",
        "\"1970-01-01T00:00:00Z\"",
        "\"1969-12-31T23:59:59Z\"",
        "\"0001-01-01T00:00:00Z\"",
        "\"0000-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59Z\"",
        "\"2024-02-29T00:00:00Z\"",
        "\"2023-02-29T00:00:00Z\"",
        "\"2026-13-01T00:00:00Z\"",
        "\"2026-00-01T00:00:00Z\"",
        "\"2026-01-00T00:00:00Z\"",
        "\"2026-04-31T00:00:00Z\"",
        "\"2026-01-31T24:00:00Z\"",
        "\"2026-01-31T12:60:00Z\"",
        "\"2026-01-31T12:00:60Z\"",
        "\"2026-01-31T12:00:00z\"",
        "\"2026-01-31 12:00:00Z\"",
        "\"2026-01-31T12:00:00.5Z\"",
        "\"2026-01-31T12:00:00+01:00\"",
        "\"202:-01-31T12:00:00Z\"",
        "\"2026/01-31T12:00:00Z\"",
      })
  void bothWaysAgree(String value) {
    for (String field : FIELDS) {
      agree(field, value);
    }
  }

  @Test
  void agreesOnNumbers() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < NUMBERS; i++) {
      String number = Long.toString(random.nextLong() >> random.nextInt(64));
      int point = random.nextInt(number.length() + 1);
      agree("i64", number);
      agree("number", number.substring(0, point) + "." + number.substring(point));
      agree("number", number);
    }
  }

  @Test
  void agreesOnTexts() {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] characters = {'a', 'z', ' ', 'å', '€', 0x1F600, '0'};
    for (int length = 0; length < 300; length++) {
      StringBuilder text = new StringBuilder("\"");
      int kinds = random.nextInt(1, characters.length + 1);
      for (int i = 0; i < length; i++) {
        text.appendCodePoint(characters[random.nextInt(kinds)]);
      }
      agree("text", text.append('"').toString());
    }
  }

  /** Most of them are no UTF-8: cut short, too long, out of place. */
  @Test
  void agreesOnAnyBytes() {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] bytes = {
      'a', 0x80, 0xBF, 0xC1, 0xC2, 0xC3, 0xA5, 0xE0, 0xE2, 0xED, 0xF0, 0xF4, 0xFF, 0x1F
    };
    for (int i = 0; i < NUMBERS; i++) {
      StringBuilder text = new StringBuilder("\"");
      int length = random.nextInt(20);
      int kinds = random.nextInt(1, bytes.length + 1);
      for (int j = 0; j < length; j++) {
        text.append((char) bytes[random.nextInt(3) == 0 ? random.nextInt(kinds) : 0]);
      }
      agree("text", text.append('"').toString(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void agreesWhateverSpaceIsLeft() {
    Decoded expected = (Decoded) decode("{\"i32\":7,\"some_text\":\"x\",\"number\":1.5}");
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < NUMBERS; i++) {
      StringBuilder json = new StringBuilder();
      for (String part : List.of("{", "\"i32\"", ":", "7", ",", "\"some_text\"", ":", "\"x\"")) {
        json.append(part).append(" ".repeat(random.nextInt(4) / 2));
      }
      String written = json.append(", \"number\" :1.5}").toString();
      Decoded decoded = (Decoded) decode(written);
      assertThat(decoded.wire()).as("seed %d: %s", SEED, written).isEqualTo(expected.wire());
      assertThat(decoded.row()).isEqualTo(expected.row());
    }
  }

  private static void agree(String field, String value) {
    agree(field, value, StandardCharsets.UTF_8);
  }

  private static void agree(String field, String value, Charset charset) {
    String context = "seed " + SEED + ": " + field + " " + value;
    for (EventDecoder decoder : List.of(DECODER, LENIENT)) {
      Decoding usual = decode(decoder, "{\"" + field + "\":" + value + "}", charset);
      Decoding spaced = decode(decoder, "{\"" + field + "\":\t " + value + "}", charset);
      SpacedOut.assertSame(usual, spaced, 2, context);
    }
  }

  private static Decoding decode(String json) {
    return decode(DECODER, json, StandardCharsets.UTF_8);
  }

  private static Decoding decode(EventDecoder decoder, String json, Charset charset) {
    // The expected name is guessed only once it has been seen.
    decoder.decode(json.getBytes(charset), Map.of());
    return decoder.decode(json.getBytes(charset), Map.of());
  }
}
