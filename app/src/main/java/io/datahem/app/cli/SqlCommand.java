package io.datahem.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code datahem sql}: one statement, read-only. */
@Command(
    name = "sql",
    description =
        "Ask the tables, read-only, while `up` runs and when it does not. DuckDB's dialect.",
    mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {
  @Parameters(paramLabel = "STATEMENT", description = "e.g. \"SELECT * FROM orders LIMIT 5\"")
  private String statement = "";

  @Option(names = "--data", description = "data directory (default: data)")
  private Path data = Path.of("data");

  @Option(names = "--format", description = "table, json or csv (default: table)")
  private String format = "table";

  @Override
  public Integer call() throws IOException {
    return Tables.print(data, statement, format);
  }
}
