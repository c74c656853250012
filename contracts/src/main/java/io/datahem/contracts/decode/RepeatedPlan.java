package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.JsonFault;
import org.jspecify.annotations.Nullable;

/** Reads a list. An empty one is null, as it is in the table. */
final class RepeatedPlan extends ValuePlan {
  private final ValuePlan element;
  private final UsualForm usual;

  /** The tag before all elements of a packed list; null when each has its own. */
  private final @Nullable WireTag packed;

  private int lengthWidth = 1;

  RepeatedPlan(ValuePlan element, @Nullable WireTag packed) {
    this.element = element;
    this.usual = element.usual();
    this.packed = packed;
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    WireTag tag = packed;
    if (tag == null) {
      return elements(run, rows);
    }
    WireSink out = run.out;
    int before = out.size();
    int guess = lengthWidth;
    out.tag(tag);
    int start = out.open(guess);
    Object list = elements(run, rows);
    if (out.size() == start) {
      out.truncate(before);
    } else {
      int width = out.close(start, guess);
      if (width != guess) {
        lengthWidth = width;
      }
    }
    return list;
  }

  private @Nullable Object elements(DecodeRun run, boolean rows) {
    JsonCursor in = run.in;
    int first = run.elements().size();
    if (in.current() == '[') {
      list(run, rows);
    } else if (run.options().lenient()) {
      run.coerced();
      element(run, rows);
    } else {
      run.wrongType("a list");
    }
    return rows ? run.elements().pop(first) : null;
  }

  private void list(DecodeRun run, boolean rows) {
    JsonCursor in = run.in;
    if (!in.enter()) {
      return;
    }
    if (in.next() != ']') {
      int index = 0;
      while (true) {
        if (!usualElement(run, rows)) {
          in.atElement(index);
          element(run, rows);
        }
        index++;
        byte after = in.space();
        if (after == ']') {
          break;
        }
        if (after != ',') {
          if (!in.failed()) {
            in.atElement(index - 1);
            in.fail(JsonFault.NOT_JSON);
          }
          in.leave();
          return;
        }
        in.next();
      }
    }
    in.moveTo(in.position() + 1);
    in.leave();
  }

  /** Takes an element that is written as most are; false when it is not. */
  private boolean usualElement(DecodeRun run, boolean rows) {
    byte[] text = run.in.bytes();
    int at = run.in.position();
    @Nullable Object @Nullable [] to = rows ? run.single() : null;
    int after =
        switch (usual.kind()) {
          case UsualForm.STRING -> usual.takeString(run, text, at, to, 0);
          case UsualForm.INTEGER -> usual.takeInteger(run.out, text, at, to, 0);
          case UsualForm.DOUBLE -> usual.takeDouble(run.out, text, at, to, 0);
          case UsualForm.BOOL -> usual.takeBool(run.out, text, at, to, 0);
          case UsualForm.TIMESTAMP -> usual.takeTimestamp(run, text, at, to, 0);
          default -> UsualForm.OTHER;
        };
    if (after < 0) {
      after = usual.takeLonger(run.out, text, at, to, 0);
    }
    if (after < 0) {
      return false;
    }
    run.in.moveTo(after);
    if (to != null) {
      run.elements().push(to[0]);
    }
    return true;
  }

  private void element(DecodeRun run, boolean rows) {
    if (run.in.current() == 'n' && !element.takesNull()) {
      run.reject(Code.FIELD_NULL, run.in.position(), "a value");
      return;
    }
    Object value = element.read(run, rows);
    boolean dropped = run.wasDropped();
    if (rows && !dropped) {
      run.elements().push(value);
    }
  }
}
