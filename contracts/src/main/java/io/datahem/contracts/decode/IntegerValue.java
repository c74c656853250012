package io.datahem.contracts.decode;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import org.jspecify.annotations.Nullable;

/** Reads an integer of any of the ten types. */
final class IntegerValue extends ValuePlan {
  private final IntegerType type;
  private final Encoding encoding;
  private final WireTag tag;

  /** How an integer stands on the wire. */
  private enum Encoding {
    VARINT,
    ZIGZAG32,
    ZIGZAG64,
    FIXED32,
    FIXED64
  }

  IntegerValue(FieldDescriptor field, WireTag tag) {
    this.type = IntegerType.of(field);
    this.tag = tag;
    this.encoding =
        switch (field.getType()) {
          case SINT32 -> Encoding.ZIGZAG32;
          case SINT64 -> Encoding.ZIGZAG64;
          case FIXED32, SFIXED32 -> Encoding.FIXED32;
          case FIXED64, SFIXED64 -> Encoding.FIXED64;
          default -> Encoding.VARINT;
        };
  }

  @Override
  UsualForm usual() {
    return encoding == Encoding.VARINT && !type.isUnsigned64()
        ? UsualForm.integer(tag, type)
        : UsualForm.NONE;
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    long value = type.take(run);
    if (value != 0 || !tag.omitsDefault()) {
      write(run.out, value);
    }
    return rows ? type.boxed(value) : null;
  }

  /** Writes the key that a string holds; the run has failed when it holds none. */
  long key(DecodeRun run, int place) {
    long value = type.of(run, run.text, place);
    write(run.out, value);
    return value;
  }

  /** The value as a row holds it. */
  Object boxed(long value) {
    return type.boxed(value);
  }

  private void write(WireSink out, long value) {
    switch (encoding) {
      case VARINT -> out.varint(tag, value);
      case ZIGZAG32 ->
          out.varint(tag, Integer.toUnsignedLong(CodedOutputStream.encodeZigZag32((int) value)));
      case ZIGZAG64 -> out.varint(tag, CodedOutputStream.encodeZigZag64(value));
      case FIXED32 -> out.fixed32(tag, (int) value);
      case FIXED64 -> out.fixed64(tag, value);
    }
  }
}
