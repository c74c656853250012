package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;

/**
 * What stands before a value on the wire.
 *
 * @param bytes the tag as a varint, its first byte lowest
 * @param length how many bytes of it count; 0 for an element of a packed list
 * @param omitsDefault true when the type's default is not written, for absence means the same
 */
record WireTag(long bytes, int length, boolean omitsDefault) {

  /** No tag at all: one value of a packed list. */
  static final WireTag PACKED = new WireTag(0, 0, false);

  /** The tag of a single value, or of each element of a list that is not packed. */
  static WireTag of(FieldDescriptor field) {
    boolean omits = !field.hasPresence() && !field.isRepeated();
    return of(field.getNumber(), field.getLiteType().getWireType(), omits);
  }

  /** The tag of a value that is written whatever it is. */
  static WireTag always(int number, int wireType) {
    return of(number, wireType, false);
  }

  /** The tag of something of a length that stands before it. */
  static WireTag delimited(int number) {
    return of(number, WireFormat.WIRETYPE_LENGTH_DELIMITED, false);
  }

  private static WireTag of(int number, int wireType, boolean omits) {
    long rest = Integer.toUnsignedLong(number << 3 | wireType);
    long bytes = 0;
    int length = 0;
    while (rest >= 0x80) {
      bytes |= ((rest & 0x7F) | 0x80) << (8 * length++);
      rest >>>= 7;
    }
    return new WireTag(bytes | rest << (8 * length++), length, omits);
  }
}
