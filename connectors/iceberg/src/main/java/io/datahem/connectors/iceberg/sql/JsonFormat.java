package io.datahem.connectors.iceberg.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON array of objects, an object per line: one document for parsers, one row per line for
 * eyes and {@code grep}. A column's name that came before is followed by {@code _2}, {@code _3}, …
 * Values are those of {@link JsonValues}.
 */
final class JsonFormat implements ResultFormat {

  @Override
  public long write(QueryResult result, Writer out) throws IOException {
    List<String> names = names(result.columns());
    long rows = 0;
    out.write("[");
    for (List<@Nullable Object> row = result.next(); row != null; row = result.next()) {
      out.write(rows == 0 ? "\n" : ",\n");
      out.write(object(names, row));
      rows++;
    }
    out.write(rows == 0 ? "]\n" : "\n]\n");
    return rows;
  }

  private static String object(List<String> names, List<@Nullable Object> row) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JsonValues.generator(text)) {
      json.writeStartObject();
      for (int i = 0; i < names.size(); i++) {
        json.writeFieldName(names.get(i));
        JsonValues.write(json, row.get(i));
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static List<String> names(List<ResultColumn> columns) {
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (ResultColumn column : columns) {
      String name = column.name();
      for (int number = 2; !taken.add(name); number++) {
        name = column.name() + "_" + number;
      }
      names.add(name);
    }
    return names;
  }
}
