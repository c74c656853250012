package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.JsonFault;
import io.datahem.contracts.json.KeySet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a map, on the wire and in the row a list of records of key and value, in the order they
 * came. An empty one is null. No key may come twice.
 */
final class MapPlan extends ValuePlan {
  private final WireTag tag;
  private final KeyPlan keys;
  private final ValuePlan values;

  /**
   * Writes the key just taken, which was written at a place, and gives it as a row holds it when it
   * is wanted.
   */
  private interface KeyPlan {
    @Nullable Object write(DecodeRun run, KeySet seen, int place, boolean rows);
  }

  /**
   * A map.
   *
   * @param key the key's field
   * @param values reads and writes the value, whatever it is
   */
  MapPlan(WireTag tag, FieldDescriptor key, ValuePlan values) {
    this.tag = tag;
    this.keys = keyPlan(key);
    this.values = values;
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    JsonCursor in = run.in;
    if (in.current() != '{') {
      run.wrongType("an object (a map)");
      return null;
    }
    if (!in.enter()) {
      return null;
    }
    int first = run.elements().size();
    KeySet seen = run.openKeys();
    if (in.next() != '}') {
      entries(run, seen, rows);
    }
    if (!run.failed()) {
      in.moveTo(in.position() + 1);
    }
    run.closeKeys();
    in.leave();
    return rows ? run.elements().pop(first) : null;
  }

  private void entries(DecodeRun run, KeySet seen, boolean rows) {
    JsonCursor in = run.in;
    while (true) {
      entry(run, seen, rows);
      byte after = in.space();
      if (after == '}') {
        return;
      }
      if (after != ',') {
        in.fail(JsonFault.NOT_JSON);
        return;
      }
      in.next();
    }
  }

  private void entry(DecodeRun run, KeySet seen, boolean rows) {
    JsonCursor in = run.in;
    WireSink out = run.out;
    int place = in.position();
    int before = out.size();
    if (!run.text.take(in)) {
      return;
    }
    run.atKey(place);
    out.tag(tag);
    int start = out.open(1);
    Object key = keys.write(run, seen, place, rows);
    if (in.colon() == 'n' && !values.takesNull()) {
      run.reject(Code.FIELD_NULL, in.position(), "a value");
      return;
    }
    Object value = values.read(run, rows);
    out.close(start, 1);
    if (run.wasDropped()) {
      out.truncate(before);
    } else if (rows) {
      run.elements().push(new @Nullable Object[] {key, value});
    }
  }

  private static void once(boolean added, DecodeRun run, int place) {
    if (!added) {
      run.reject(Code.JSON_DUPLICATE_FIELD, place, "the key twice", "it once");
    }
  }

  private static KeyPlan keyPlan(FieldDescriptor field) {
    WireTag tag = WireTag.always(1, field.getLiteType().getWireType());
    if (field.getType() == FieldDescriptor.Type.STRING) {
      return strings(tag);
    }
    if (field.getType() == FieldDescriptor.Type.BOOL) {
      BoolValue bools = new BoolValue(tag);
      return (run, seen, place, rows) -> {
        boolean key = bools.key(run, place);
        once(seen.add(key ? 1 : 0), run, place);
        return rows ? key : null;
      };
    }
    IntegerValue integers = new IntegerValue(field, tag);
    return (run, seen, place, rows) -> {
      long key = integers.key(run, place);
      once(seen.add(key), run, place);
      return rows ? integers.boxed(key) : null;
    };
  }

  private static KeyPlan strings(WireTag tag) {
    return (run, seen, place, rows) -> {
      once(seen.add(run.text, place, run.in.bytes()), run, place);
      int length = run.text.to() - run.text.from();
      run.out.tag(tag);
      run.out.varint(length);
      run.out.bytes(run.text.bytes(), run.text.from(), length);
      return rows ? run.text.toString() : null;
    };
  }
}
