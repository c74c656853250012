package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The well-known types that are strings in JSON. */
final class WellKnownBodies {
  private static final WireTag SECONDS = new WireTag(1 << 3, 1, true);
  private static final WireTag NANOS = new WireTag(2 << 3, 1, true);
  private static final WireTag PATHS = WireTag.delimited(1);

  /** A type whose JSON form is a string. */
  private abstract static class TextBody extends BodyPlan {
    private final String expected;

    TextBody(String expected) {
      this.expected = expected;
    }

    @Override
    @Nullable Object read(DecodeRun run, boolean rows) {
      int place = run.in.position();
      if (run.in.current() != '"') {
        run.wrongType(expected);
        return null;
      }
      return run.text.take(run.in) ? taken(run, place, rows) : null;
    }

    /** Writes what the string says which was just taken from a place. */
    abstract @Nullable Object taken(DecodeRun run, int place, boolean rows);

    @Nullable Object reject(DecodeRun run, Code code, int place) {
      run.reject(code, place, expected);
      return null;
    }
  }

  static final BodyPlan TIMESTAMP =
      new TextBody(Rfc3339.EXPECTED) {
        @Override
        @Nullable Object taken(DecodeRun run, int place, boolean rows) {
          byte[] text = run.text.bytes();
          int from = run.text.from();
          int to = run.text.to();
          long seconds = Rfc3339.seconds(text, from, to);
          if (seconds == Rfc3339.NONE) {
            return reject(run, Code.FIELD_INVALID_FORMAT, place);
          }
          int nanos = Rfc3339.nanos(text, from + 19, to);
          moment(run.out, seconds, nanos);
          return rows ? Instant.ofEpochSecond(seconds, nanos) : null;
        }
      };

  static final BodyPlan DURATION =
      new TextBody("a duration like 3.5s") {
        @Override
        @Nullable Object taken(DecodeRun run, int place, boolean rows) {
          return duration(this, run, place, rows);
        }
      };

  static final BodyPlan FIELD_MASK =
      new TextBody("a field mask like user.displayName,photo") {
        @Override
        @Nullable Object taken(DecodeRun run, int place, boolean rows) {
          String text = rows ? run.text.toString() : null;
          return writePaths(run) ? text : reject(run, Code.FIELD_INVALID_FORMAT, place);
        }
      };

  private static void moment(WireSink out, long seconds, int nanos) {
    if (seconds != 0) {
      out.varint(SECONDS, seconds);
    }
    if (nanos != 0) {
      out.varint(NANOS, nanos);
    }
  }

  private static final long MAX_DURATION_SECONDS = 315_576_000_000L;
  private static final int MAX_DURATION_DIGITS = 12;

  private static @Nullable Object duration(TextBody body, DecodeRun run, int place, boolean rows) {
    byte[] text = run.text.bytes();
    int to = run.text.to() - 1;
    int first = run.text.from();
    boolean negative = to > first && text[first] == '-';
    first += negative ? 1 : 0;
    long seconds = 0;
    int at = first;
    while (at < to && text[at] >= '0' && text[at] <= '9' && at - first <= MAX_DURATION_DIGITS) {
      seconds = seconds * 10 + (text[at++] - '0');
    }
    int end = at == first || at - first > MAX_DURATION_DIGITS ? -1 : at;
    if (end >= 0 && text[at] == '.') {
      end = Rfc3339.fractionEnd(text, at, run.text.to());
    }
    if (end != to || text[to] != 's') {
      return body.reject(run, Code.FIELD_INVALID_FORMAT, place);
    }
    int nanos = Rfc3339.nanos(text, at, to);
    if (seconds > MAX_DURATION_SECONDS) {
      return body.reject(run, Code.FIELD_OUT_OF_RANGE, place);
    }
    long sign = negative ? -1 : 1;
    moment(run.out, sign * seconds, (int) sign * nanos);
    return rows ? sign * (seconds * 1_000_000 + nanos / 1_000) : null;
  }

  /** Writes the paths, lower camel case in JSON, as the names they stand for. */
  private static boolean writePaths(DecodeRun run) {
    byte[] text = run.text.bytes();
    int to = run.text.to();
    WireSink out = run.out;
    int from = run.text.from();
    while (from < to) {
      out.tag(PATHS);
      int start = out.open(1);
      int end = from;
      boolean named = false;
      for (; end < to && text[end] != ','; end++) {
        byte c = text[end];
        boolean lower = c >= 'a' && c <= 'z';
        boolean upper = c >= 'A' && c <= 'Z';
        boolean inside = upper || (c >= '0' && c <= '9') || c == '.';
        if (!lower && !(named && inside)) {
          return false;
        }
        named = c != '.';
        byte[] room = out.room(2);
        if (upper) {
          room[out.size()] = '_';
          out.advance(1);
        }
        room[out.size()] = upper ? (byte) (c | 0x20) : c;
        out.advance(1);
      }
      out.close(start, 1);
      if (!named || end == to - 1) {
        return false;
      }
      from = end + 1;
    }
    return true;
  }

  private WellKnownBodies() {}
}
