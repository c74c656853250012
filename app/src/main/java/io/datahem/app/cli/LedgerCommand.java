package io.datahem.app.cli;

import io.datahem.app.ledger.Ledger;
import io.datahem.app.ledger.Ledger.Statement;
import io.datahem.app.ledger.LedgerTable;
import io.datahem.app.platform.DataDirectory;
import io.datahem.app.platform.DataDirectory.Endpoints;
import io.datahem.connectors.kafka.EventTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code datahem ledger}: the books. */
@Command(
    name = "ledger",
    description = "The books: collected = rows + dead letters + drops (+ in flight), per stream.",
    mixinStandardHelpOptions = true)
final class LedgerCommand implements Callable<Integer> {
  @Option(names = "--data", description = "data directory (default: data)")
  private Path data = Path.of("data");

  @Option(
      names = "--check",
      description = "prove them by every position of the tables; exit 1 unless they balance")
  private boolean check;

  @Option(names = "--format", description = "text or json")
  private @Nullable OutputFormat format;

  @Override
  public Integer call() {
    Path warehouse = DataDirectory.warehouse(data);
    if (!Files.exists(warehouse.resolve("manifests.db"))) {
      throw new IllegalArgumentException(
          "WAREHOUSE_UNAVAILABLE Cannot find books under "
              + data
              + ", expected the data directory of a platform that was up once.");
    }
    Ledger ledger = new Ledger(warehouse);
    Statement statement = check ? ledger.check() : ledger.totals();
    Optional<Long> inFlight =
        DataDirectory.endpoints(data).map(running -> inFlight(running, statement));
    if (format == OutputFormat.JSON) {
      json(statement, inFlight);
    } else {
      text(statement, inFlight);
    }
    return check && !statement.balances() ? ExitCodes.CHECK_FAILED : ExitCodes.DONE;
  }

  /** Positions that the log has and no table yet. */
  private static long inFlight(Endpoints running, Statement statement) {
    Map<Integer, Long> ends = new EventTopic(running.kafka(), EventTopic.DEFAULT_NAME).ends();
    return ends.entrySet().stream()
        .mapToLong(end -> end.getValue() - statement.settledEnds().getOrDefault(end.getKey(), 0L))
        .map(count -> Math.max(0, count))
        .sum();
  }

  private static void text(Statement statement, Optional<Long> inFlight) {
    LedgerTable.print(statement.books(), System.out);
    inFlight.ifPresent(count -> System.out.printf("%,d in flight.%n", count));
    List<String> problems = statement.problems();
    if (problems != null) {
      problems.forEach(System.out::println);
      System.out.println(problems.isEmpty() ? "The books balance." : "The books do NOT balance.");
    }
  }

  private static void json(Statement statement, Optional<Long> inFlight) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "streams",
        statement.books().entries().stream()
            .map(
                entry -> {
                  Map<String, Object> line = new LinkedHashMap<>();
                  line.put("stream", entry.stream());
                  line.put("collected", entry.collected());
                  line.put("rows", entry.rows());
                  line.put("deadLetters", entry.deadLetters());
                  line.put("drops", entry.drops());
                  return line;
                })
            .toList());
    body.put("settledEnds", statement.settledEnds());
    inFlight.ifPresent(count -> body.put("inFlight", count));
    if (statement.problems() != null) {
      body.put("balances", statement.balances());
      body.put("problems", statement.problems());
    }
    Output.json(body);
  }
}
