package io.datahem.connectors.iceberg.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.connectors.iceberg.TestTables;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFormatTest {
  @TempDir static Path directory;
  private static TestTables tables;
  private static SqlEngine engine;

  @BeforeAll
  static void open() {
    tables = new TestTables(directory);
    engine = SqlEngine.open(tables.warehouse());
  }

  @AfterAll
  static void close() {
    engine.close();
    tables.close();
  }

  private static String written(String format, String sql) throws IOException {
    StringWriter text = new StringWriter();
    try (QueryResult result = engine.query(sql)) {
      ResultFormat.named(format).orElseThrow().write(result, text);
    }
    return text.toString();
  }

  @Test
  void formatsAreKnownByName() {
    assertThat(ResultFormat.names()).containsExactly("csv", "json", "table");
    assertThat(ResultFormat.named("xml")).isEmpty();
  }

  @Test
  void tablesAreAligned() throws IOException {
    assertThat(
            written(
                "table",
                "SELECT * FROM (VALUES ('a', 1, 1.50), ('漢字', 1000, NULL)) t(name, number, d)"))
        .isEqualTo(
            """
             name | number |    d
            ------+--------+------
             a    |      1 | 1.50
             漢字 |   1000 | NULL
            (2 rows)
            """);
    assertThat(written("table", "SELECT 1 AS a")).endsWith("(1 row)\n");
    assertThat(written("table", "SELECT 1 AS a WHERE false")).isEqualTo(" a\n---\n(0 rows)\n");
  }

  @Test
  void tablesCutLongTextAndShowWhatHides() throws IOException {
    String cut = written("table", "SELECT repeat('x', 1000) AS a, 'end' AS b");
    assertThat(cut).contains(" " + "x".repeat(59) + "… | end\n");
    assertThat(written("table", "SELECT 'a' || chr(10) || chr(27) || '[31m' || chr(8238) AS a"))
        .contains(" a\\n\\u001b[31m\\u202e\n");
  }

  @Test
  void tablesOfManyRowsAreStreamedInTheWidthsOfTheFirst() throws IOException {
    String text =
        written(
            "table",
            "SELECT CASE WHEN i < 1000 THEN 'ab' ELSE 'abcdef' END AS s FROM range(1500) t(i) ORDER BY i");
    assertThat(text.lines().filter(line -> line.equals(" a…"))).hasSize(500);
    assertThat(text).endsWith("(1500 rows)\n");
  }

  @Test
  void jsonIsOneArrayWithARowPerLine() throws IOException {
    assertThat(written("json", "SELECT i FROM range(2) t(i)"))
        .isEqualTo("[\n{\"i\":0},\n{\"i\":1}\n]\n");
    assertThat(written("json", "SELECT 1 AS a WHERE false")).isEqualTo("[]\n");
    assertThat(written("json", "SELECT 1 AS a, 2 AS a, 3 AS a_2"))
        .isEqualTo("[\n{\"a\":1,\"a_2\":2,\"a_2_2\":3}\n]\n");
  }

  @Test
  void jsonKeepsEveryDigit() throws IOException {
    String json =
        written(
            "json",
            """
            SELECT 9223372036854775807 AS i, 18446744073709551615::DECIMAL(20,0) AS u,
              0.000000001::DECIMAL(38,9) AS n, 0.1::DOUBLE AS d, 'NaN'::DOUBLE AS nan,
              TIMESTAMPTZ '2026-01-02 03:04:05.123456+01' AS at, TIMESTAMP '2026-01-02 03:04:00' AS dt,
              DATE '2026-01-02' AS day, TIME '03:04:00' AS t, '\\x00\\xFF'::BLOB AS y, true AS b,
              NULL AS nothing, {'x': [1, NULL], 'm': MAP {'k': 2}} AS s, 'å"' AS text
            """);
    assertThat(json)
        .isEqualTo(
            "[\n{\"i\":9223372036854775807,\"u\":18446744073709551615,\"n\":0.000000001,\"d\":0.1,"
                + "\"nan\":\"NaN\",\"at\":\"2026-01-02T02:04:05.123456Z\","
                + "\"dt\":\"2026-01-02T03:04:00\",\"day\":\"2026-01-02\",\"t\":\"03:04:00\","
                + "\"y\":\"AP8=\",\"b\":true,\"nothing\":null,\"s\":{\"x\":[1,null],\"m\":{\"k\":2}},"
                + "\"text\":\"å\\\"\"}\n]\n");
    JsonNode parsed =
        new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).readTree(json);
    assertThat(parsed.get(0).get("u").bigIntegerValue()).hasToString("18446744073709551615");
  }

  @Test
  void csvQuotesWhereItMust() throws IOException {
    String csv =
        written(
            "csv",
            """
            SELECT 'a,b' AS "x,y", 'say "hi"' AS q, 'two' || chr(10) || 'lines' AS l, '' AS e,
              NULL AS n, [1, 2] AS list, 1.50 AS d, ' pad' AS p
            """);
    assertThat(Arrays.asList(csv.split("\r\n", -1)))
        .containsExactly(
            "\"x,y\",q,l,e,n,list,d,p",
            "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"\",,\"[1,2]\",1.50,\" pad\"",
            "");
  }
}
