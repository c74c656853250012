package io.datahem.app.ledger;

import io.datahem.app.ledger.Books.Entry;
import java.io.PrintStream;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the books for people. */
public final class LedgerTable {
  private static final String LINE = "%-30s %10s %10s %12s %7s  %s%n";

  /** A line a stream and a line for all. */
  public static void print(Books books, PrintStream out) {
    out.printf(LINE, "STREAM", "COLLECTED", "ROWS", "DEAD LETTERS", "DROPS", "CODES");
    for (Entry entry : books.entries()) {
      String name = entry.stream().isEmpty() ? "(none)" : entry.stream();
      print(out, name, entry, codes(entry));
    }
    out.printf(
        LINE,
        "all",
        number(books.collected()),
        number(books.rows()),
        number(books.deadLetters()),
        number(books.drops()),
        "");
  }

  private static void print(PrintStream out, String name, Entry entry, String codes) {
    out.printf(
        LINE,
        name.length() > 30 ? name.substring(0, 29) + "…" : name,
        number(entry.collected()),
        number(entry.rows()),
        number(entry.deadLetterCount()),
        number(entry.dropCount()),
        codes);
  }

  private static String codes(Entry entry) {
    return Stream.of(entry.deadLetters(), entry.drops())
        .map(Map::entrySet)
        .flatMap(java.util.Set::stream)
        .map(code -> code.getKey() + " " + code.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String number(long number) {
    return String.format("%,d", number);
  }

  private LedgerTable() {}
}
