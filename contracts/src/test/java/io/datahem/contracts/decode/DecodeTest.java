package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.Contract;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.table.TablePlan;
import io.datahem.contracts.table.TablePlans;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeTest {
  private static final String TYPES =
      """
      message Everything {
        option (datahem.stream) = {owner: "tests"};
        enum Color { RED = 0; GREEN = 1; BLUE = 2; }
        message Money { double amount = 1; string currency = 2; }
        message Line { string product = 1; int32 quantity = 2; Money unit_price = 3; }
        int32 i32 = 1; int64 i64 = 2; uint32 u32 = 3; uint64 u64 = 4;
        sint32 s32 = 5; sint64 s64 = 6; fixed32 f32 = 7; fixed64 f64 = 8;
        sfixed32 sf32 = 9; sfixed64 sf64 = 10; float fl = 11; double db = 12;
        bool flag = 13; string text = 14; bytes data = 15; Color color = 16;
        repeated Line lines = 17; map<string, int32> counts = 18; map<int64, Money> prices = 19;
        map<bool, string> flags = 20; optional int32 maybe = 21;
        google.protobuf.Timestamp at = 22; google.protobuf.Duration took = 23;
        google.protobuf.Struct extra = 24; google.protobuf.Value any_value = 25;
        google.protobuf.ListValue list_value = 26; google.protobuf.Int64Value wrapped = 27;
        google.protobuf.FieldMask mask = 28; google.protobuf.Any any = 29;
        oneof choice { string left = 30; int32 right = 31; }
        repeated string tags = 32; Money total = 33; Everything inner = 34;
        string secret = 35 [(datahem.field).personal = true];
      }
      """;
  private static final Contract CONTRACT = TestContracts.of(TYPES);
  private static final TablePlan TABLE = TablePlans.of(CONTRACT);
  private static final EventDecoder DECODER = EventDecoders.compile(CONTRACT);

  /** Of what stands around it nothing is taken, though it would make it whole. */
  @Test
  void anEventAmongOtherBytesIsReadAlone() {
    byte[] bytes = "{\"i32\":9}{\"i32\":12}34,\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    Decoding whole = DECODER.decode(bytes, 9, 10, Map.of());
    assertThat(whole).isInstanceOf(Decoded.class);
    assertThat(((Decoded) whole).row()[TABLE.slot("i32")]).isEqualTo(12L);
    Decoding cut = DECODER.decode(bytes, 9, 9, Map.of());
    assertThat(cut).isInstanceOf(Rejected.class);
    assertThat(((Rejected) cut).code()).isEqualTo(Code.JSON_MALFORMED);
    assertThat(DECODER.decode(bytes, 9, 11, Map.of())).isInstanceOf(Rejected.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "i32 | 1 | 1",
        "i32 | \"-7\" | -7",
        "i32 | 1e3 | 1000",
        "i32 | 1.0 | 1",
        "i32 | null | 0",
        "i32 | -2147483648 | -2147483648",
        "i64 | \"9223372036854775807\" | 9223372036854775807",
        "i64 | -9223372036854775808 | -9223372036854775808",
        "u32 | 4294967295 | 4294967295",
        "u64 | 18446744073709551615 | 18446744073709551615",
        "s32 | -5 | -5",
        "s64 | -5 | -5",
        "f32 | 5 | 5",
        "f64 | \"18446744073709551615\" | 18446744073709551615",
        "sf32 | -5 | -5",
        "sf64 | -5 | -5",
        "fl | 1.5 | 1.5",
        "db | \"NaN\" | NaN",
        "db | \"-Infinity\" | -Infinity",
        "db | \"1.5e2\" | 150.0",
        "db | 1e308 | 1.0E308",
        "flag | true | true",
        "text | \"\\u00e5\\ud83d\\ude00\" | å😀",
        "color | \"BLUE\" | 2",
        "color | 7 | 7",
        "maybe | 0 | 0",
        "at | \"2026-01-31T12:00:00.25+01:00\" | 2026-01-31T11:00:00.250Z",
        "took | \"-1.5s\" | -1500000",
        "extra | {\"a\": [1.10, null]} | {\"a\":[1.10,null]}",
        "any_value | null | null",
        "anyValue | \"x\" | \"x\"",
        "list_value | [1, {}] | [1,{}]",
        "wrapped | \"12\" | 12",
        "mask | \"user.displayName,photo\" | user.displayName,photo",
        "left | \"x\" | x",
        "inner | {\"i32\": 1} | {\"i32\":1}",
      })
  void takesWhatTheMappingAllows(String field, String json, String expected) {
    Object value = column(decoded("{\"" + field + "\": " + json + "}"), field);
    assertThat(String.valueOf(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "i32 | 2147483648 | FIELD_OUT_OF_RANGE", "i32 | 1.5 | FIELD_INVALID_FORMAT",
        "i32 | true | FIELD_WRONG_TYPE", "i32 | \"\" | FIELD_INVALID_FORMAT",
        "i32 | \" 1\" | FIELD_INVALID_FORMAT", "i32 | 1e4000000 | FIELD_OUT_OF_RANGE",
        "i32 | 1e-4000000 | FIELD_INVALID_FORMAT", "i32 | 1e99999999999 | FIELD_OUT_OF_RANGE",
        "i64 | 9223372036854775808 | FIELD_OUT_OF_RANGE", "u32 | -1 | FIELD_OUT_OF_RANGE",
        "u64 | 18446744073709551616 | FIELD_OUT_OF_RANGE", "fl | 3.5e38 | FIELD_OUT_OF_RANGE",
        "db | 1e400 | FIELD_OUT_OF_RANGE", "db | \"inf\" | FIELD_INVALID_FORMAT",
        "flag | \"true\" | FIELD_WRONG_TYPE", "flag | 1 | FIELD_WRONG_TYPE",
        "text | 1 | FIELD_WRONG_TYPE", "text | \"\\ud800\" | JSON_INVALID_UTF8",
        "data | \"*\" | FIELD_INVALID_FORMAT", "color | \"PINK\" | ENUM_UNKNOWN",
        "color | \"blue\" | ENUM_UNKNOWN", "tags | \"x\" | FIELD_WRONG_TYPE",
        "tags | [null] | FIELD_NULL", "at | \"2026-01-31\" | FIELD_INVALID_FORMAT",
        "at | \"2026-02-30T00:00:00Z\" | FIELD_INVALID_FORMAT",
            "took | \"1\" | FIELD_INVALID_FORMAT",
        "counts | {\"a\": null} | FIELD_NULL", "flags | {\"yes\": \"x\"} | FIELD_INVALID_FORMAT",
        "extra | [] | FIELD_WRONG_TYPE", "mask | \"a_b\" | FIELD_INVALID_FORMAT",
        "total | [] | FIELD_WRONG_TYPE",
      })
  void rejectsWhatItDoesNot(String field, String json, Code expected) {
    Rejected rejected = rejected("{\"" + field + "\": " + json + "}");
    assertThat(rejected.code()).as(rejected.message()).isEqualTo(expected);
    assertThat(rejected.path()).startsWith(field);
  }

  @Test
  void namesThePathDeepInAList() {
    Rejected rejected =
        rejected("{\"lines\":[{},{},{},{\"product\":\"x\",\"unitPrice\":{\"amount\":\"lots\"}}]}");
    assertThat(rejected.path()).isEqualTo("lines[3].unitPrice.amount");
    assertThat(rejected.message())
        .isEqualTo("Cannot read lines[3].unitPrice.amount: found string \"lots\", expected double");
  }

  @Test
  void showsNothingOfAPersonalField() {
    assertThat(rejected("{\"secret\": 19121212}").message()).doesNotContain("1912");
  }

  @Test
  void rejectsWhatIsNoJsonObject() {
    assertThat(rejected("").code()).isEqualTo(Code.EVENT_EMPTY);
    assertThat(rejected(" \n").code()).isEqualTo(Code.EVENT_EMPTY);
    assertThat(rejected("nope").code()).isEqualTo(Code.JSON_MALFORMED);
    assertThat(rejected("{\"i32\": 1").code()).isEqualTo(Code.JSON_MALFORMED);
    assertThat(rejected("{\"i32\": 1} x").code()).isEqualTo(Code.JSON_MALFORMED);
    assertThat(rejected("{\"i32\": 01}").code()).isEqualTo(Code.JSON_MALFORMED);
    assertThat(rejected("[]").code()).isEqualTo(Code.FIELD_WRONG_TYPE);
    assertThat(rejected("{\"i32\":1,\"i32\":1}").code()).isEqualTo(Code.JSON_DUPLICATE_FIELD);
    assertThat(rejected("{\"list_value\":[],\"listValue\":[]}").code())
        .isEqualTo(Code.JSON_DUPLICATE_FIELD);
    assertThat(rejected("{\"left\":\"a\",\"right\":1}").code()).isEqualTo(Code.ONEOF_CONFLICT);
    byte[] latin = "{\"text\":\"å\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(((Rejected) DECODER.decode(latin, Map.of())).code())
        .isEqualTo(Code.JSON_INVALID_UTF8);
  }

  @Test
  void survivesDeepNestingWhereverItStands() {
    for (String open : List.of("[", "{\"x\":", "{\"inner\":", "{\"extra\":", "{\"any_value\":")) {
      String deep = "{\"inner\":" + open.repeat(10_000);
      assertThat(rejected(deep).code()).isIn(Code.JSON_TOO_DEEP, Code.FIELD_WRONG_TYPE);
    }
    assertThat(rejected("{\"any_value\":" + "[".repeat(10_000)).code())
        .isEqualTo(Code.JSON_TOO_DEEP);
  }

  @Test
  void keepsUndeclaredFieldsByPath() {
    Decoded decoded =
        decoded(
            "{\"lines\":[{\"product\":\"a\"},{\"x\":{\"y\":1.50}}],\"z\":null,\"total\":{\"k\":[1]}}");
    assertThat(decoded.unknown())
        .isEqualTo("{\"lines[1].x\":{\"y\":1.50},\"z\":null,\"total.k\":[1]}");
    assertThat(decoded("{\"i32\":1}").unknown()).isNull();
  }

  @Test
  void boundsWhatItKeepsOfUndeclaredFields() {
    StringBuilder json = new StringBuilder("{\"a\":\"" + "x".repeat(100_000) + "\"");
    for (int i = 0; i < 100; i++) {
      json.append(",\"w").append(i).append("\":\"").append("x".repeat(1_000)).append('"');
    }
    String unknown = decoded(json.append('}').toString()).unknown();
    assertThat(unknown).hasSizeLessThan(102_000).endsWith("\"_truncated\":true}");
  }

  @Test
  void readsMapsListsAndNestedRecords() {
    Decoded decoded =
        decoded(
            "{\"counts\":{\"a\":1},\"prices\":{\"7\":{\"amount\":2.5}},\"tags\":[\"x\",\"y\"],"
                + "\"lines\":[{\"product\":\"p\",\"quantity\":2,\"unitPrice\":{\"amount\":1}}],"
                + "\"data\":\"_-8\"}");
    assertThat((Object[]) ((List<?>) column(decoded, "counts")).get(0)).containsExactly("a", 1L);
    Object[] price = (Object[]) ((List<?>) column(decoded, "prices")).get(0);
    assertThat(price[0]).isEqualTo(7L);
    assertThat((Object[]) price[1]).containsExactly(2.5, "");
    assertThat(column(decoded, "tags")).isEqualTo(List.of("x", "y"));
    Object[] line = (Object[]) ((List<?>) column(decoded, "lines")).get(0);
    assertThat(line[0]).isEqualTo("p");
    assertThat(line[1]).isEqualTo(2L);
    assertThat((Object[]) line[2]).containsExactly(1.0, "");
    assertThat((byte[]) column(decoded, "data")).containsExactly(0xFF, 0xEF);
  }

  @Test
  void writesDefaultsAndNulls() {
    Decoded decoded = decoded("{}");
    assertThat(column(decoded, "i32")).isEqualTo(0L);
    assertThat(column(decoded, "u64")).isEqualTo(BigDecimal.ZERO);
    assertThat(column(decoded, "text")).isEqualTo("");
    assertThat(column(decoded, "color")).isEqualTo(0L);
    for (String field : List.of("maybe", "lines", "total", "at", "wrapped", "left", "right")) {
      assertThat(column(decoded, field)).as(field).isNull();
    }
  }

  @Test
  void keepsEveryDigitOfAMessageThatHoldsItself() {
    Contract contract =
        TestContracts.of(
            """
            message Tree {
              option (datahem.stream) = {name: "trees"};
              uint64 leaves = 1;
              double height = 2;
              Tree branch = 3;
            }
            """);
    String branch =
        "{\"leaves\":18446744073709551615,\"height\":1.50,\"rings\":123456789012345678901234567890}";
    Decoding decoding =
        EventDecoders.compile(contract)
            .decode(("{\"branch\":" + branch + "}").getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(decoding).isInstanceOf(Decoded.class);
    assertThat(((Decoded) decoding).row()[TablePlans.of(contract).slot("branch")])
        .isEqualTo(branch);
  }

  @Test
  void appliesTheOptionsInTheirOrder() {
    Contract contract =
        TestContracts.of(
            """
            message Options {
              option (datahem.options.BigQueryTableReference) = "t";
              string a = 1 [(datahem.options.BigQueryFieldCoalesce) = "b,c", (datahem.options.BigQueryFieldRegexExtract) = "[0-9]+", (datahem.options.BigQueryFieldAppend) = "!", (datahem.options.BigQueryFieldRegexReplace) = "(\\\\d),$1$1"];
              string b = 2 [(datahem.options.BigQueryFieldHidden) = "true"];
              string c = 3 [(datahem.options.BigQueryFieldFilter) = "[a-z]+"];
              string local = 4 [(datahem.options.BigQueryFieldType) = "TIMESTAMP", (datahem.options.BigQueryFieldLocalToUtc) = "Europe/Stockholm"];
              string pattern = 5 [(datahem.options.BigQueryFieldType) = "DATETIME", (datahem.options.BigQueryFieldLocalToUtc) = "Europe/Stockholm,yyyy-MM-dd HH:mm,yyyy-MM-dd'T'HH:mm:ss"];
              double ore = 6 [(datahem.options.BigQueryFieldDivide) = "100"];
              int32 n = 7 [(datahem.options.BigQueryFieldUseDefaultValue) = "false"];
              repeated string many = 8 [(datahem.options.BigQueryFieldAppend) = "?"];
              string price = 9 [(datahem.options.BigQueryFieldType) = "NUMERIC"];
              string slow = 10 [(datahem.field).filter = "(.*)(.*)(.*)[0-9]"];
              string deep = 11 [(datahem.field).filter = "(a|b)*"];
              map<string, string> _ATTRIBUTES = 300;
            }
            """);
    TablePlan table = TablePlans.of(contract);
    EventDecoder decoder = EventDecoders.compile(contract);
    String json =
        "{\"a\":\"own\",\"b\":\"\",\"c\":\"x12y\",\"local\":\"2026-07-01T12:00:00\","
            + "\"pattern\":\"2026-01-01 12:00\",\"ore\":150,\"many\":[\"p\",\"\"],\"price\":\"12.50\"}";
    Decoding decoding = decoder.decode(json.getBytes(StandardCharsets.UTF_8), Map.of("uuid", "u1"));
    assertThat(decoding).isInstanceOf(Decoded.class);
    Object[] row = ((Decoded) decoding).row();
    assertThat(row[table.slot("a")]).isEqualTo("1122!");
    assertThat(table.columns()).noneMatch(column -> column.name().equals("b"));
    assertThat(row[table.slot("c")]).isNull();
    assertThat(row[table.slot("local")]).isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));
    assertThat(row[table.slot("pattern")].toString()).isEqualTo("2026-01-01T11:00");
    assertThat(row[table.slot("ore")]).isEqualTo(1.5);
    assertThat(row[table.slot("n")]).isNull();
    assertThat(row[table.slot("many")]).isEqualTo(List.of("p?", ""));
    assertThat(row[table.slot("price")]).isEqualTo(new BigDecimal("12.500000000"));
    assertThat(row[table.slot("_ATTRIBUTES")]).isEqualTo(Map.of("uuid", "u1"));

    Decoding slow =
        decoder.decode(
            ("{\"slow\":\"" + "a".repeat(400) + "\"}").getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(((Rejected) slow).code()).isEqualTo(Code.RULE_TOO_SLOW);
    Decoding deep =
        decoder.decode(
            ("{\"deep\":\"" + "ab".repeat(100_000) + "\"}").getBytes(StandardCharsets.UTF_8),
            Map.of());
    assertThat(((Rejected) deep).code()).isEqualTo(Code.RULE_TOO_SLOW);
    Decoding date =
        decoder.decode("{\"local\":\"soon\"}".getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(((Rejected) date).code()).isEqualTo(Code.COLUMN_INVALID);
    assertThat(((Rejected) date).path()).isEqualTo("local");
  }

  private static Decoded decoded(String json) {
    Decoding decoding = DECODER.decode(json.getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(decoding).isInstanceOf(Decoded.class);
    assertThat(Arrays.stream(((Decoded) decoding).row()).skip(TABLE.columns().size() - 6L))
        .containsOnlyNulls();
    return (Decoded) decoding;
  }

  private static Rejected rejected(String json) {
    Decoding decoding = DECODER.decode(json.getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(decoding).as(json).isInstanceOf(Rejected.class);
    return (Rejected) decoding;
  }

  private static Object column(Decoded decoded, String field) {
    String name =
        CONTRACT.descriptor().getFields().stream()
            .filter(f -> f.getJsonName().equals(field) || f.getName().equals(field))
            .findFirst()
            .orElseThrow()
            .getName();
    return decoded.row()[TABLE.slot(name)];
  }
}
