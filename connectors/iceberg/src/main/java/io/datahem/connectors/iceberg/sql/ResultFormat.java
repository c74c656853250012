package io.datahem.connectors.iceberg.sql;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Writes a result for people or programs, row by row as it comes. Stateless. */
public interface ResultFormat {

  /**
   * Writes a whole result; neither closes it nor the writer.
   *
   * @return how many rows it had
   * @throws QueryException when the statement fails half-way: what was written then lacks its end
   */
  long write(QueryResult result, Writer out) throws IOException;

  /** {@code table}, {@code json} or {@code csv}. */
  static Optional<ResultFormat> named(String name) {
    return Optional.ofNullable(Named.FORMATS.get(name));
  }

  /** The names, in order. */
  static Set<String> names() {
    return Named.FORMATS.keySet();
  }

  /** The formats there are. */
  final class Named {
    private static final Map<String, ResultFormat> FORMATS =
        new TreeMap<>(
            Map.of("table", new TableFormat(), "json", new JsonFormat(), "csv", new CsvFormat()));

    private Named() {}
  }
}
