package io.datahem.contracts.decode;

import com.google.protobuf.WireFormat;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.JsonFault;
import io.datahem.contracts.json.KeySet;
import org.jspecify.annotations.Nullable;

/** Struct, Value and ListValue: any JSON, as the messages that stand for it. */
final class StructBodies {
  private static final WireTag NULL = WireTag.always(1, WireFormat.WIRETYPE_VARINT);
  private static final WireTag NUMBER = WireTag.always(2, WireFormat.WIRETYPE_FIXED64);
  private static final WireTag STRING = WireTag.delimited(3);
  private static final WireTag BOOL = WireTag.always(4, WireFormat.WIRETYPE_VARINT);
  private static final WireTag STRUCT_VALUE = WireTag.delimited(5);
  private static final WireTag LIST_VALUE = WireTag.delimited(6);

  /** A Struct's entry; a ListValue's element. */
  private static final WireTag MEMBER = WireTag.delimited(1);

  private static final WireTag KEY = WireTag.delimited(1);
  private static final WireTag VALUE_OF_KEY = WireTag.delimited(2);

  static final BodyPlan STRUCT =
      new BodyPlan() {
        @Override
        @Nullable Object read(DecodeRun run, boolean rows) {
          if (run.in.current() == '{') {
            struct(run);
          } else {
            run.wrongType("an object");
          }
          return null;
        }
      };

  static final BodyPlan LIST =
      new BodyPlan() {
        @Override
        @Nullable Object read(DecodeRun run, boolean rows) {
          if (run.in.current() == '[') {
            list(run);
          } else {
            run.wrongType("a list");
          }
          return null;
        }
      };

  static final BodyPlan VALUE =
      new BodyPlan() {
        @Override
        boolean takesNull() {
          return true;
        }

        @Override
        @Nullable Object read(DecodeRun run, boolean rows) {
          value(run);
          return null;
        }
      };

  private static void value(DecodeRun run) {
    JsonCursor in = run.in;
    WireSink out = run.out;
    byte first = in.current();
    switch (first) {
      case '{' -> nested(run, STRUCT_VALUE, true);
      case '[' -> nested(run, LIST_VALUE, false);
      case '"' -> {
        out.tag(STRING);
        out.string(in);
      }
      case 'n' -> {
        in.literal("null");
        out.varint(NULL, 0);
      }
      case 't', 'f' -> {
        in.literal(first == 't' ? "true" : "false");
        out.varint(BOOL, first == 't' ? 1 : 0);
      }
      default -> out.fixed64(NUMBER, Double.doubleToRawLongBits(FloatingType.DOUBLE.take(run)));
    }
  }

  private static void nested(DecodeRun run, WireTag tag, boolean object) {
    run.out.tag(tag);
    int start = run.out.open(1);
    if (object) {
      struct(run);
    } else {
      list(run);
    }
    run.out.close(start, 1);
  }

  private static void list(DecodeRun run) {
    JsonCursor in = run.in;
    if (!in.enter()) {
      return;
    }
    byte after = in.next();
    for (int index = 0; after != ']'; index++) {
      in.atElement(index);
      run.out.tag(MEMBER);
      int start = run.out.open(1);
      value(run);
      run.out.close(start, 1);
      after = separator(in, ']');
      if (after == 0) {
        return;
      }
    }
    in.moveTo(in.position() + 1);
    in.leave();
  }

  private static void struct(DecodeRun run) {
    JsonCursor in = run.in;
    if (!in.enter()) {
      return;
    }
    KeySet seen = run.openKeys();
    byte after = in.next();
    while (after != '}') {
      entry(run, seen);
      after = separator(in, '}');
      if (after == 0) {
        return;
      }
    }
    run.closeKeys();
    in.moveTo(in.position() + 1);
    in.leave();
  }

  private static void entry(DecodeRun run, KeySet seen) {
    JsonCursor in = run.in;
    WireSink out = run.out;
    int place = in.position();
    if (!run.text.take(in)) {
      return;
    }
    run.atKey(place);
    if (!seen.add(run.text, place, in.bytes())) {
      run.reject(Decoding.Code.JSON_DUPLICATE_FIELD, place, "the key twice", "it once");
      return;
    }
    out.tag(MEMBER);
    int entry = out.open(1);
    int length = run.text.to() - run.text.from();
    out.tag(KEY);
    out.varint(length);
    out.bytes(run.text.bytes(), run.text.from(), length);
    in.colon();
    out.tag(VALUE_OF_KEY);
    int value = out.open(1);
    value(run);
    out.close(value, 1);
    out.close(entry, 1);
  }

  /**
   * Goes behind a comma to the next element, or to the end.
   *
   * @return the byte there, 0 when the cursor has failed
   */
  private static byte separator(JsonCursor in, char end) {
    byte after = in.space();
    if (after == end) {
      return after;
    }
    if (after != ',') {
      in.fail(JsonFault.NOT_JSON);
      return 0;
    }
    byte next = in.next();
    if (next == end) {
      in.fail(JsonFault.NOT_JSON);
      return 0;
    }
    return next;
  }

  private StructBodies() {}
}
