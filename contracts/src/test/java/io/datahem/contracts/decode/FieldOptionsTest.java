package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.Contract;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.table.TablePlan;
import io.datahem.contracts.table.TablePlans;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each option of DataHem by itself: what it does at its edges. */
class FieldOptionsTest {
  private static final Contract CONTRACT =
      TestContracts.of(
          """
          message Options {
            option (datahem.options.BigQueryTableReference) = "t";
            enum Kind { NONE = 0; SOME = 3; }
            message Part { string p = 1 [(datahem.options.BigQueryFieldUseDefaultValue) = "false"]; }
            string coalesced = 1 [(datahem.options.BigQueryFieldCoalesce) = "first, second"];
            string first = 2 [(datahem.options.BigQueryFieldAppend) = "-not seen by others"];
            string second = 3;
            int64 number = 4 [(datahem.options.BigQueryFieldCoalesce) = "other_number"];
            int64 other_number = 5;
            string chained = 6 [(datahem.options.BigQueryFieldCoalesce) = "second", (datahem.options.BigQueryFieldFilter) = "[a-z0-9]+", (datahem.options.BigQueryFieldRegexExtract) = "[a-z]+", (datahem.options.BigQueryFieldAppend) = "1", (datahem.options.BigQueryFieldRegexReplace) = "[0-9],#"];
            string filtered = 7 [(datahem.options.BigQueryFieldFilter) = "[a-z]+"];
            string extracted = 8 [(datahem.options.BigQueryFieldRegexExtract) = "b(c)"];
            string appended = 9 [(datahem.options.BigQueryFieldAppend) = "!"];
            string replaced = 10 [(datahem.options.BigQueryFieldRegexReplace) = " a{1,2} , z "];
            string removed = 11 [(datahem.options.BigQueryFieldRegexReplace) = "a,"];
            double divided = 12 [(datahem.options.BigQueryFieldDivide) = "4"];
            repeated float all_divided = 13 [(datahem.options.BigQueryFieldDivide) = "4"];
            string as_date = 14 [(datahem.options.BigQueryFieldType) = "DATE"];
            string as_time = 15 [(datahem.options.BigQueryFieldType) = "TIME"];
            string as_datetime = 16 [(datahem.options.BigQueryFieldType) = "DATETIME"];
            string as_timestamp = 17 [(datahem.options.BigQueryFieldType) = "TIMESTAMP"];
            string as_numeric = 18 [(datahem.options.BigQueryFieldType) = "NUMERIC"];
            string as_int = 19 [(datahem.options.BigQueryFieldType) = "INT64"];
            string as_float = 20 [(datahem.options.BigQueryFieldType) = "FLOAT64"];
            string as_bool = 21 [(datahem.options.BigQueryFieldType) = "BOOL"];
            string as_bytes = 22 [(datahem.options.BigQueryFieldType) = "BYTES"];
            string as_geography = 23 [(datahem.options.BigQueryFieldType) = "GEOGRAPHY"];
            repeated string texts = 24 [(datahem.options.BigQueryFieldFilter) = "x", (datahem.options.BigQueryFieldRegexExtract) = "[a-z]", (datahem.options.BigQueryFieldAppend) = "+", (datahem.options.BigQueryFieldRegexReplace) = "b,c"];
            repeated string dates = 25 [(datahem.options.BigQueryFieldType) = "DATE"];
            string local = 26 [(datahem.options.BigQueryFieldType) = "TIMESTAMP", (datahem.options.BigQueryFieldLocalToUtc) = "Europe/Stockholm"];
            repeated string locals = 27 [(datahem.options.BigQueryFieldType) = "TIMESTAMP", (datahem.options.BigQueryFieldLocalToUtc) = "Europe/Stockholm"];
            string local_time = 28 [(datahem.options.BigQueryFieldType) = "TIME", (datahem.options.BigQueryFieldLocalToUtc) = "Europe/Stockholm,yyyy-MM-dd HH:mm,HH:mm"];
            Kind kind = 29;
            uint64 big = 30;
            repeated fixed64 bigs = 31;
            map<string, uint64> big_map = 32;
            string null_text = 33 [(datahem.options.BigQueryFieldUseDefaultValue) = "false"];
            bool null_flag = 34 [(datahem.options.BigQueryFieldUseDefaultValue) = "false"];
            Kind null_kind = 35 [(datahem.options.BigQueryFieldUseDefaultValue) = "false"];
            uint64 null_big = 36 [(datahem.options.BigQueryFieldUseDefaultValue) = "false"];
            Part part = 37;
            repeated Part parts = 38;
            optional int64 maybe = 40;
            int64 of_maybe = 41 [(datahem.options.BigQueryFieldCoalesce) = "maybe"];
            string longer = 42 [(datahem.options.BigQueryFieldRegexReplace) = "[a-z],$0$0$0$0$0$0$0$0$0$0$0"];
            string filled = 43 [(datahem.options.BigQueryFieldType) = "NUMERIC", (datahem.options.BigQueryFieldRegexReplace) = "^$,none"];
            string date_of = 39 [(datahem.options.BigQueryFieldCoalesce) = "as_datetime", (datahem.options.BigQueryFieldType) = "DATETIME"];
          }
          """);
  private static final TablePlan TABLE = TablePlans.of(CONTRACT);
  private static final EventDecoder DECODER = EventDecoders.compile(CONTRACT);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "null",
      value = {
        "coalesced | {\"coalesced\":\"own\",\"first\":\"a\",\"second\":\"b\"} | a",
        "coalesced | {\"coalesced\":\"own\",\"first\":\"\",\"second\":\"b\"} | b",
        "coalesced | {\"second\":\"b\",\"first\":\"0001-01-01 00:00:00\",\"coalesced\":\"own\"} | b",
        "coalesced | {\"coalesced\":\"own\",\"first\":\"0001-01-01T00:00:00\"} | own",
        "coalesced | {\"coalesced\":\"own\",\"first\":null} | own",
        "coalesced | {\"coalesced\":\"0001-01-01 00:00:00\"} | 0001-01-01 00:00:00",
        "coalesced | {} | ~~",
        "first | {\"first\":\"a\"} | a-not seen by others",
        "number | {\"number\":1,\"otherNumber\":\"2\"} | 2",
        "number | {\"number\":1,\"otherNumber\":0} | 1",
        "of_maybe | {\"ofMaybe\":1,\"maybe\":0} | 0",
        "of_maybe | {\"ofMaybe\":1} | 1",
        "longer | {\"longer\":\"a\"} | aaaaaaaaaaa",
        "filled | {} | null",
        "filled | {\"filled\":\"1\"} | 1.000000000",
        "date_of | {\"asDatetime\":\"2026-01-02 03:04:05\"} | 2026-01-02T03:04:05",
        "chained | {\"second\":\"2ab3\"} | ab#",
        "chained | {\"second\":\"A\",\"chained\":\"b\"} | null",
        "chained | {\"chained\":\"7\"} | ##",
        "filtered | {\"filtered\":\"abc\"} | abc",
        "filtered | {\"filtered\":\"abc1\"} | null",
        "filtered | {} | null",
        "extracted | {\"extracted\":\"abcbc\"} | bc",
        "extracted | {\"extracted\":\"none\"} | none",
        "appended | {\"appended\":\"a\"} | a!",
        "appended | {\"appended\":\"\"} | ~~",
        "appended | {} | ~~",
        "replaced | {\"replaced\":\"aab a\"} | zb z",
        "removed | {\"removed\":\"banana\"} | bnn",
        "divided | {\"divided\":10} | 2.5",
        "divided | {} | 0.0",
        "divided | {\"divided\":\"NaN\"} | NaN",
        "all_divided | {\"allDivided\":[1,2]} | [0.25, 0.5]",
        "as_date | {\"asDate\":\"2026-02-28\"} | 2026-02-28",
        "as_date | {\"asDate\":\"\"} | null",
        "as_date | {} | null",
        "as_date | {\"asDate\":\"0001-01-01\"} | 0001-01-01",
        "as_date | {\"asDate\":\"9999-12-31\"} | 9999-12-31",
        "as_numeric | {\"asNumeric\":\"0e4000000\"} | 0E-9",
        "as_float | {\"asFloat\":\" +1.5 \"} | 1.5",
        "as_float | {\"asFloat\":\".5\"} | 0.5",
        "as_float | {\"asFloat\":\"-.5\"} | -0.5",
        "as_float | {\"asFloat\":\"1.\"} | 1.0",
        "as_float | {\"asFloat\":\"nan\"} | NaN",
        "as_float | {\"asFloat\":\"1e-4000000\"} | 0.0",
        "as_time | {\"asTime\":\"12:00\"} | 12:00",
        "as_timestamp | {\"asTimestamp\":\" 2026-01-02 03:04:05.5 +0200 \"} | 2026-01-02T01:04:05.500Z",
        "as_timestamp | {\"asTimestamp\":\"2026-01-02T03:04\"} | 2026-01-02T03:04:00Z",
        "as_timestamp | {\"asTimestamp\":\"2026-01-02 03:04:05-18:00\"} | 2026-01-02T21:04:05Z",
        "as_numeric | {\"asNumeric\":\"1.000000000000\"} | 1.000000000",
        "as_numeric | {\"asNumeric\":\"1e28\"} | 10000000000000000000000000000.000000000",
        "as_float | {\"asFloat\":\"-Infinity\"} | -Infinity",
        "as_time | {\"asTime\":\"23:59:59.123456\"} | 23:59:59.123456",
        "as_time | {\"asTime\":\"\"} | null",
        "as_datetime | {\"asDatetime\":\"2026-01-02T03:04:05.5\"} | 2026-01-02T03:04:05.500",
        "as_datetime | {\"asDatetime\":\"2026-01-02 03:04:05\"} | 2026-01-02T03:04:05",
        "as_timestamp | {\"asTimestamp\":\"2026-01-02T03:04:05+02:00\"} | 2026-01-02T01:04:05Z",
        "as_timestamp | {\"asTimestamp\":\"2026-01-02 03:04:05 UTC\"} | 2026-01-02T03:04:05Z",
        "as_timestamp | {\"asTimestamp\":\"2026-01-02\"} | 2026-01-02T00:00:00Z",
        "as_numeric | {\"asNumeric\":\"12345678901234567890123456789.123456789\"} | 12345678901234567890123456789.123456789",
        "as_numeric | {\"asNumeric\":\"-0.1\"} | -0.100000000",
        "as_numeric | {\"asNumeric\":\"\"} | null",
        "as_int | {\"asInt\":\"-9223372036854775808\"} | -9223372036854775808",
        "as_float | {\"asFloat\":\"1e3\"} | 1000.0",
        "as_bool | {\"asBool\":\"TRUE\"} | true",
        "as_bool | {} | null",
        "as_geography | {\"asGeography\":\"POINT(1 2)\"} | POINT(1 2)",
        "texts | {\"texts\":[\"1ab\",\"b\",\"\",\"9\"]} | [a+, c+, , 9+]",
        "texts | {\"texts\":[]} | null",
        "local | {\"local\":\"2026-07-01T12:00:00\"} | 2026-07-01T10:00:00Z",
        // An hour that clocks skip, and one that they have twice: the first of it.
        "local | {\"local\":\"2026-03-29T02:30:00\"} | 2026-03-29T01:30:00Z",
        "local | {\"local\":\"2026-10-25T02:30:00\"} | 2026-10-25T00:30:00Z",
        "local | {\"local\":\"\"} | null",
        "locals | {\"locals\":[\"2026-07-01T12:00:00\"]} | [2026-07-01T10:00:00Z]",
        "local_time | {\"localTime\":\"2026-01-01 00:30\"} | 23:30",
        "kind | {} | 0",
        "kind | {\"kind\":\"SOME\"} | 3",
        "big | {\"big\":\"18446744073709551615\"} | 18446744073709551615",
        "big | {} | 0",
        "bigs | {\"bigs\":[9223372036854775808,\"1\"]} | [9223372036854775808, 1]",
        "null_text | {} | null",
        "null_text | {\"nullText\":\"\"} | ~~",
        "null_flag | {} | null",
        "null_flag | {\"nullFlag\":false} | false",
        "null_kind | {} | null",
        "null_big | {} | null",
        "part | {} | null",
        "part | {\"part\":{}} | null",
        "parts | {\"parts\":[]} | null",
      })
  void makesOfItsField(String column, String event, @Nullable String expected) {
    Object value = row(event)[TABLE.slot(column)];
    assertThat(value == null ? null : value.toString()).isEqualTo(expected);
  }

  /** What the warehouse would refuse later is refused here, with its field. */
  @ParameterizedTest
  @CsvSource({
    "asDate,2026-02-30",
    "asDate,20260228",
    "asDate,2026-02-28T00:00:00Z",
    "asDate,+10000-01-01",
    "asDate,+999999999-12-31",
    "asDate,0000-01-01",
    "asDate,-0001-01-01",
    "asDatetime,2026-02-30T00:00:00",
    "asDatetime,2026-01-01T24:00:00",
    "asDatetime,+10000-01-01T00:00:00",
    "asTimestamp,2026-02-30 00:00:00",
    "asTimestamp,2026-02-30",
    "asTimestamp,2026-01-01 24:00:00",
    "asTimestamp,9999-12-31T23:59:59-01:00",
    "asTimestamp,+292278994-08-17T07:12:55Z",
    "asTimestamp,0000-01-01",
    "local,9999999999-01-01T00:00:00",
    "asFloat,1e400",
    "asFloat,.",
    "asFloat,+",
    "asFloat,-",
    "asFloat,--1",
    "asFloat,+-1",
    "asFloat,0x1p3",
    "asFloat,1d",
    "asNumeric,1e29",
    "asNumeric,1e-10",
    "asNumeric,1e99999999999",
    "asNumeric,1e-99999999999",
    "asInt,1e99999999999",
    "asInt,1e3720377581",
    "asInt,1e-3720377581",
    "asNumeric,1e+3720377581",
    "asNumeric,1e999999999",
    "asFloat,1e3720377581",
    "asTime,12:00:00.",
    "asTime,12:00:00.1234567891",
    "asTime,12:60",
    "asTimestamp,2026-01-02 03:04:05+18:01",
    "asTimestamp,2026-01-02 03:04:05UTC",
    "asTimestamp,2026-01-02 03:04:05  Z",
    "asTimestamp,2026-01-02 03:04:05 UT",
    "asDate,2026-1-2",
    "asFloat,-1e4000000",
    "asTime,25:00:00",
    "asTime,noon",
    "asDatetime,2026-01-02",
    "asDatetime,2026-01-02T03:04:05Z",
    "asTimestamp,yesterday",
    "asTimestamp,2026-13-01T00:00:00Z",
    "asNumeric,123456789012345678901234567890",
    "asNumeric,0.1234567891",
    "asNumeric,1e4000000",
    "asInt,9223372036854775808",
    "asInt,1.5",
    "asBool,yes",
    "asBytes,%%%",
    "local,2026-07-01T12:00:00Z",
    "localTime,12:00",
  })
  void rejectsWhatItsTypeCannotHold(String field, String text) {
    Rejected rejected = (Rejected) decode("{\"" + field + "\":\"" + text + "\"}");
    assertThat(rejected.code()).isEqualTo(Code.COLUMN_INVALID);
    assertThat(rejected.path()).isEqualTo(field);
  }

  /** Ten times is the most, and some for short texts: an event has a bound as a row, too. */
  @Test
  void rejectsWhatAReplacementMakesLongWithoutEnd() {
    String text = "a".repeat(2_000);
    Rejected rejected = (Rejected) decode("{\"longer\":\"" + text + "\"}");
    assertThat(rejected.code()).isEqualTo(Code.COLUMN_INVALID);
    assertThat(rejected.path()).isEqualTo("longer");
    assertThat(rejected.found()).hasSizeLessThan(48);
  }

  @Test
  void keepsBytesAndUnsignedNumbersInMaps() {
    @Nullable Object[] row = row("{\"asBytes\":\"AQI=\",\"bigMap\":{\"a\":18446744073709551615}}");
    assertThat((byte[]) row[TABLE.slot("as_bytes")]).containsExactly(1, 2);
    Object[] entry = (Object[]) ((List<?>) row[TABLE.slot("big_map")]).get(0);
    assertThat(Arrays.toString(entry)).isEqualTo("[a, 18446744073709551615]");
  }

  /** What is longer than any number is none, before any arithmetic. */
  @Test
  void computesNoNumberOfAMillionDigits() {
    String digits = "9".repeat(1_001);
    for (String field : List.of("asNumeric", "asInt", "asFloat")) {
      Rejected rejected = (Rejected) decode("{\"" + field + "\":\"" + digits + "\"}");
      assertThat(rejected.code()).as(field).isEqualTo(Code.COLUMN_INVALID);
    }
    for (String number : List.of(digits, "\"" + digits + "\"", "1." + digits, "1e" + digits)) {
      Rejected rejected = (Rejected) decode("{\"number\":" + number + "}");
      assertThat(rejected.code()).as(number).isEqualTo(Code.FIELD_OUT_OF_RANGE);
    }
  }

  @Test
  void keepsThePlacesOfEmptyTimesInLists() {
    Object dates = row("{\"dates\":[\"2026-01-02\",\"\"]}")[TABLE.slot("dates")];
    assertThat(String.valueOf(dates)).isEqualTo("[2026-01-02, null]");
  }

  private static @Nullable Object[] row(String event) {
    Decoding decoding = decode(event);
    assertThat(decoding).isInstanceOf(Decoded.class);
    return ((Decoded) decoding).row();
  }

  private static Decoding decode(String event) {
    return DECODER.decode(event.getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
