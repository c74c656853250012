package io.datahem.connectors.iceberg.sql;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CSV of RFC 4180 with a header line: lines end in CR LF, a field is quoted where it must be. Null
 * is an empty field, an empty string {@code ""}. Structs and lists are JSON, bytes base64.
 */
final class CsvFormat implements ResultFormat {
  private static final Pattern QUOTED = Pattern.compile("[\",\r\n]|^\\s|\\s$");

  @Override
  public long write(QueryResult result, Writer out) throws IOException {
    line(out, result.columns().stream().map(ResultColumn::name).toList());
    long rows = 0;
    for (List<@Nullable Object> row = result.next(); row != null; row = result.next()) {
      line(out, row);
      rows++;
    }
    return rows;
  }

  private static void line(Writer out, List<? extends @Nullable Object> fields) throws IOException {
    String separator = "";
    for (Object field : fields) {
      out.write(separator);
      if (field != null) {
        out.write(quoted(JsonValues.text(field)));
      }
      separator = ",";
    }
    out.write("\r\n");
  }

  private static String quoted(String text) {
    return text.isEmpty() || QUOTED.matcher(text).find()
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}
