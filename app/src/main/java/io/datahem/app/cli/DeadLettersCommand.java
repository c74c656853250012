package io.datahem.app.cli;

import io.datahem.connectors.iceberg.sql.QueryException;
import io.datahem.connectors.iceberg.sql.QueryResult;
import io.datahem.connectors.iceberg.sql.SqlEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datahem dead-letters …}: events that have no row, and why. */
@Command(
    name = "dead-letters",
    description = "Events that have no row: why, and all that is needed to send them again.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand {
  private static final int MAX_LISTED = 10_000;

  @Command(
      name = "list",
      description = "The newest, without their payloads.",
      mixinStandardHelpOptions = true)
  int list(
      @Option(
              names = "--data",
              defaultValue = "data",
              description = "data directory (default: data)")
          Path data,
      @Option(names = "--stream", description = "of this stream only") @Nullable String stream,
      @Option(names = "--code", description = "with this code only") @Nullable String code,
      @Option(
              names = "--limit",
              defaultValue = "50",
              description = "how many at most (default: 50)")
          int limit,
      @Option(
              names = "--format",
              defaultValue = "table",
              description = "table, json or csv (default: table)")
          String format)
      throws IOException {
    String where =
        "WHERE true"
            + (stream == null ? "" : " AND stream = " + quoted(stream))
            + (code == null ? "" : " AND code = " + quoted(code));
    String sql =
        "SELECT _id AS id, stream, code, path, message, failed_at FROM datahem.dead_letters "
            + where
            + " ORDER BY failed_at DESC, _partition, _offset DESC LIMIT "
            + Math.min(Math.max(limit, 0), MAX_LISTED);
    return Tables.print(data, sql, format);
  }

  @Command(
      name = "show",
      description = "One, whole, payload and attributes included.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = "--data",
              defaultValue = "data",
              description = "data directory (default: data)")
          Path data) {
    String sql =
        "SELECT _id, stream, code, path, message, failed_at, _time, _contract, _partition, _offset, attributes, data"
            + " FROM datahem.dead_letters WHERE _id = "
            + quoted(id);
    try (SqlEngine engine = Tables.open(data);
        QueryResult result = engine.query(sql)) {
      List<@Nullable Object> row = result.next();
      if (row == null) {
        System.err.println(
            "DEAD_LETTER_UNKNOWN Cannot show '" + id + "': no dead letter has that id.");
        return ExitCodes.CHECK_FAILED;
      }
      for (; row != null; row = result.next()) {
        Output.json(body(result, row));
      }
      return ExitCodes.DONE;
    } catch (QueryException e) {
      return Tables.refused(e);
    }
  }

  private static Map<String, Object> body(QueryResult result, List<@Nullable Object> row) {
    Map<String, Object> body = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      String name = result.columns().get(i).name();
      Object value = row.get(i);
      if (name.equals("data") && value instanceof byte[] bytes) {
        body.put("data", new String(bytes, StandardCharsets.UTF_8));
        body.put("dataBase64", Base64.getEncoder().encodeToString(bytes));
      } else if (value != null) {
        body.put(name, value instanceof Number || value instanceof List ? value : value.toString());
      }
    }
    return body;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
