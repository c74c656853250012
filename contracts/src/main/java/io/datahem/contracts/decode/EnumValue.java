package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.EnumDescriptor;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.NameTable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an enum by one of its names or by its number. */
final class EnumValue extends ValuePlan {
  private final WireTag tag;
  private final NameTable names;
  private final long[] numbers;
  private final IntegerType type;
  private final boolean nullValue;

  /** The numbers of a closed enum, the only ones it takes; null for an open one. */
  private final @Nullable Set<Long> closed;

  EnumValue(EnumDescriptor type, WireTag tag) {
    this.tag = tag;
    this.type =
        new IntegerType(
            "a value of enum " + type.getFullName(), Integer.MIN_VALUE, Integer.MAX_VALUE);
    this.numbers = type.getValues().stream().mapToLong(value -> value.getNumber()).toArray();
    Map<String, Integer> places = new LinkedHashMap<>();
    Set<Long> known = new HashSet<>();
    type.getValues()
        .forEach(
            value -> {
              places.put(value.getName(), value.getIndex());
              known.add((long) value.getNumber());
            });
    this.names = NameTable.of(places);
    this.closed = type.isClosed() ? known : null;
    this.nullValue = type.getFullName().equals("google.protobuf.NullValue");
  }

  @Override
  boolean takesNull() {
    return nullValue;
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    JsonCursor in = run.in;
    int place = in.position();
    byte first = in.current();
    long value = 0;
    if (first == '"') {
      int index = index(run);
      if (index < 0) {
        unknown(run, place);
        return null;
      }
      value = numbers[index];
    } else if (first == 'n' && nullValue) {
      in.literal("null");
    } else {
      value = type.take(run);
      if (closed != null && !closed.contains(value)) {
        run.reject(Code.ENUM_UNKNOWN, place, type.name());
      }
    }
    if (value != 0 || !tag.omitsDefault()) {
      run.out.varint(tag, value);
    }
    return rows ? value : null;
  }

  private int index(DecodeRun run) {
    int index = names.take(run.in);
    if (index == NameTable.NOT_PLAIN) {
      return run.text.take(run.in)
          ? names.find(run.text.bytes(), run.text.from(), run.text.to())
          : NameTable.NONE;
    }
    return index;
  }

  private void unknown(DecodeRun run, int place) {
    if (run.options().unknown() == DecodeOptions.UnknownFields.IGNORE) {
      run.drop();
    } else {
      run.reject(Code.ENUM_UNKNOWN, place, type.name());
    }
  }
}
