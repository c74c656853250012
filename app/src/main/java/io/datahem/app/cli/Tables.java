package io.datahem.app.cli;

import io.datahem.app.platform.DataDirectory;
import io.datahem.connectors.iceberg.IcebergWarehouse;
import io.datahem.connectors.iceberg.sql.QueryException;
import io.datahem.connectors.iceberg.sql.QueryResult;
import io.datahem.connectors.iceberg.sql.ResultFormat;
import io.datahem.connectors.iceberg.sql.SqlEngine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks the tables of a data directory and prints the answer. */
final class Tables {

  static SqlEngine open(Path data) {
    return SqlEngine.open(IcebergWarehouse.under(DataDirectory.placedWarehouse(data)));
  }

  /** Prints a statement's result; the command's exit code. */
  static int print(Path data, String sql, String format) throws IOException {
    ResultFormat writer =
        ResultFormat.named(format)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot write format '"
                            + format
                            + "', expected one of "
                            + ResultFormat.names()
                            + "."));
    try (SqlEngine engine = open(data);
        QueryResult result = engine.query(sql)) {
      Writer out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
      writer.write(result, out);
      out.flush();
      return ExitCodes.DONE;
    } catch (QueryException e) {
      return refused(e);
    }
  }

  /** Says why a statement failed; the command's exit code. */
  static int refused(QueryException e) {
    String where =
        e.reason() == QueryException.Reason.WAREHOUSE_UNAVAILABLE ? " (--data names one.)" : "";
    System.err.println(e.reason() + " " + e.getMessage() + where);
    return ExitCodes.CHECK_FAILED;
  }

  private Tables() {}
}
