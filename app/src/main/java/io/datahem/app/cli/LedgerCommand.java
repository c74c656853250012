package io.datahem.app.cli;

import io.datahem.app.ledger.Books;
import io.datahem.app.ledger.Books.Entry;
import io.datahem.app.ledger.Ledger;
import io.datahem.app.ledger.Ledger.Statement;
import io.datahem.app.ledger.LedgerTable;
import io.datahem.app.ledger.Problem;
import io.datahem.app.platform.DataDirectory;
import io.datahem.app.platform.DataDirectory.Endpoints;
import io.datahem.connectors.kafka.EventTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  @Option(names = "--hourly", description = "a line for each stream and hour of collection too")
  private boolean hourly;

  @Option(names = "--format", description = "text or json")
  private @Nullable OutputFormat format;

  @Override
  public Integer call() {
    Path warehouse = DataDirectory.placedWarehouse(data);
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

  private void text(Statement statement, Optional<Long> inFlight) {
    LedgerTable.print(statement.books(), hourly, System.out);
    inFlight.ifPresent(
        count -> System.out.printf("%,d in flight, of the log's positions.%n", count));
    List<Problem> problems = statement.problems();
    if (problems != null) {
      problems.forEach(System.out::println);
      System.out.println(problems.isEmpty() ? "The books balance." : "The books do NOT balance.");
    }
  }

  private static void json(Statement statement, Optional<Long> inFlight) {
    Books books = statement.books();
    Map<String, Object> body = new LinkedHashMap<>();
    List<Object> streams = new ArrayList<>();
    for (String stream : books.streams()) {
      Map<String, Object> line = line("stream", stream, books.stream(stream));
      List<Object> hours = new ArrayList<>();
      books
          .hours(stream)
          .forEach((hour, entry) -> hours.add(line("hour", LedgerTable.hour(hour), entry)));
      line.put("hours", hours);
      streams.add(line);
    }
    body.put("streams", streams);
    body.put("settledEnds", statement.settledEnds());
    body.put("settled", statement.ranges());
    inFlight.ifPresent(count -> body.put("inFlight", count));
    if (statement.problems() != null) {
      body.put("balances", statement.balances());
      body.put("problems", statement.problems());
    }
    Output.json(body);
  }

  private static Map<String, Object> line(String kind, String name, Entry entry) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(kind, name);
    line.put("collected", entry.collected());
    line.put("rows", entry.rows());
    line.put("deadLetters", entry.deadLetters());
    line.put("drops", entry.drops());
    line.put("duplicates", entry.duplicates());
    line.put("inFlight", entry.inFlight());
    return line;
  }
}
