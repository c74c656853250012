package io.datahem.app.ledger;

import io.datahem.app.ledger.Books.Entry;
import java.io.PrintStream;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the books for people. */
public final class LedgerTable {
  private static final String LINE = "%-30s %10s %10s %12s %7s %9s  %s%n";
  private static final int NAME_CHARS = 30;
  private static final int HOUR_SECONDS = 3_600;

  /**
   * A line a stream and a line for all.
   *
   * @param hourly true for a line an hour under each stream
   */
  public static void print(Books books, boolean hourly, PrintStream out) {
    out.printf(LINE, "STREAM", "COLLECTED", "ROWS", "DEAD LETTERS", "DROPS", "IN FLIGHT", "CODES");
    for (String stream : books.streams()) {
      Entry total = books.stream(stream);
      print(out, stream.isEmpty() ? "(none)" : stream, total, codes(total));
      if (hourly) {
        books
            .hours(stream)
            .forEach((hour, entry) -> print(out, "  " + hour(hour), entry, codes(entry)));
      }
    }
    print(out, "all", books.all(), "");
  }

  /** An hour of the books as people write it. */
  public static String hour(long hour) {
    return Instant.ofEpochSecond(hour * HOUR_SECONDS).toString();
  }

  private static void print(PrintStream out, String name, Entry entry, String codes) {
    out.printf(
        LINE,
        name.length() > NAME_CHARS ? name.substring(0, NAME_CHARS - 1) + "…" : name,
        number(entry.collected()),
        number(entry.rows()),
        number(entry.deadLetterCount()),
        number(entry.dropCount()),
        number(entry.inFlight()),
        codes);
  }

  private static String codes(Entry entry) {
    return Stream.of(entry.deadLetters(), entry.drops())
        .flatMap(counts -> counts.entrySet().stream())
        .map(code -> code.getKey() + " " + code.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String number(long number) {
    return String.format("%,d", number);
  }

  private LedgerTable() {}
}
