package io.datahem.pipeline;

import io.datahem.pipeline.BookLine.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a part's events, counted. Events of one stream and hour come in a row mostly, so
 * the line counted last is asked first. Not thread-safe.
 */
final class PartBooks {
  private final Map<Key, Line> lines = new LinkedHashMap<>();
  private Line latest = new Line(new Key("", Long.MIN_VALUE, Outcome.ROW, ""));

  private record Key(String stream, long hour, Outcome outcome, String code) {}

  /** A count. Not thread-safe. */
  private static final class Line {
    private final Key key;
    private long count;

    Line(Key key) {
      this.key = key;
    }

    boolean isOf(String stream, long hour, Outcome outcome, String code) {
      return key.hour == hour
          && key.outcome == outcome
          && key.stream.equals(stream)
          && key.code.equals(code);
    }
  }

  void count(String stream, long hour, Outcome outcome, String code) {
    if (!latest.isOf(stream, hour, outcome, code)) {
      latest = lines.computeIfAbsent(new Key(stream, hour, outcome, code), Line::new);
    }
    latest.count++;
  }

  List<BookLine> lines() {
    List<BookLine> all = new ArrayList<>();
    lines.forEach(
        (key, line) ->
            all.add(new BookLine(key.stream, key.hour, key.outcome, key.code, line.count)));
    return all;
  }
}
