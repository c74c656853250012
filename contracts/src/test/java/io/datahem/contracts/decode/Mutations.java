package io.datahem.contracts.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Small changes to a JSON text: another value, a member twice, a byte more or less. */
final class Mutations {
  private static final Pattern SCALAR =
      Pattern.compile(
          "(?<=[:\\[,]\\s{0,40})(\"(?:[^\"\\\\]++|\\\\.)*+\"|-?[0-9][0-9.eE+-]*|true|false|null)(?!\\s*:)");
  private static final Pattern MEMBER =
      Pattern.compile("\"[A-Za-z0-9_]+\":\\s*(?:\"[^\"\\\\]*\"|-?[0-9.]+|true|false)");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "1",
          "-1",
          "-0",
          "1.0",
          "1.5",
          "1e2",
          "1e-2",
          "1E+2",
          "100e-2",
          "2147483647",
          "2147483648",
          "-2147483649",
          "4294967295",
          "4294967296",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551615",
          "18446744073709551616",
          "1e400",
          "1e40",
          "1e4000000",
          "0.1e1",
          "\"\"",
          "\"0\"",
          "\"1\"",
          "\"-1\"",
          "\"01\"",
          "\"1.0\"",
          "\"1e2\"",
          "\" 1\"",
          "\"1 \"",
          "\"+1\"",
          "\"0x1\"",
          "\"1.5\"",
          "\"NaN\"",
          "\"Infinity\"",
          "\"-Infinity\"",
          "\"nan\"",
          "\"inf\"",
          "\"true\"",
          "\"false\"",
          "\"TRUE\"",
          "\"RED\"",
          "\"red\"",
          "\"MINUS\"",
          "\"7\"",
          "7",
          "-3",
          "8",
          "\"AAAA\"",
          "\"AA==\"",
          "\"AA=\"",
          "\"AA\"",
          "\"A\"",
          "\"_-8\"",
          "\"+/8=\"",
          "\"+_8=\"",
          "\"2026-01-31T12:00:00Z\"",
          "\"2026-01-31T12:00:00+01:00\"",
          "\"2026-01-31T12:00:00\"",
          "\"2026-02-30T12:00:00Z\"",
          "\"0000-01-01T00:00:00Z\"",
          "\"2026-01-31t12:00:00z\"",
          "\"2026-01-31T24:00:00Z\"",
          "\"2026-01-31T23:59:60Z\"",
          "\"1s\"",
          "\"-1.5s\"",
          "\"1\"",
          "\"1.0000000001s\"",
          "\"s\"",
          "\"a,b_c\"",
          "\"aB,cD.eF\"",
          "\"\\ud83d\\ude00\"",
          "\"\\u00e5\"",
          "\"\\ud83d\"",
          "[]",
          "{}",
          "[1]",
          "[null]",
          "{\"a\":1}",
          "{\"1\":1}",
          "{\"true\":true}",
          "[[]]",
          "{\"a\":1,\"a\":2}",
          "{\"seconds\":1}");

  private final SplittableRandom random;

  Mutations(SplittableRandom random) {
    this.random = random;
  }

  String of(String json) {
    return switch (random.nextInt(8)) {
      case 0 -> twice(json);
      case 1 -> cut(json);
      case 2 -> json.replaceFirst("\\{", "{\"unknown\": {\"x\": 1}, ");
      default -> otherValue(json);
    };
  }

  private String otherValue(String json) {
    List<int[]> places = places(SCALAR, json);
    if (places.isEmpty()) {
      return json;
    }
    int[] place = places.get(random.nextInt(places.size()));
    String value = VALUES.get(random.nextInt(VALUES.size()));
    return json.substring(0, place[0]) + value + json.substring(place[1]);
  }

  private String twice(String json) {
    List<int[]> places = places(MEMBER, json);
    if (places.isEmpty()) {
      return json;
    }
    int[] place = places.get(random.nextInt(places.size()));
    String member = json.substring(place[0], place[1]);
    return json.substring(0, place[0]) + member + "," + json.substring(place[0]);
  }

  private String cut(String json) {
    // Half a pair of surrogates could not be written in UTF-8: a whole character goes.
    int at = json.offsetByCodePoints(0, random.nextInt(json.codePointCount(0, json.length())));
    return json.substring(0, at) + json.substring(json.offsetByCodePoints(at, 1));
  }

  private static List<int[]> places(Pattern pattern, String json) {
    List<int[]> places = new ArrayList<>();
    Matcher matcher = pattern.matcher(json);
    while (matcher.find()) {
      places.add(new int[] {matcher.start(), matcher.end()});
    }
    return places;
  }
}
