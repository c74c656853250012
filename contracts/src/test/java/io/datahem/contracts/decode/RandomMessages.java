package io.datahem.contracts.decode;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.datahem.contracts.table.FieldKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Messages of a type, made up from a seed: edges of every range, all kinds of text. */
final class RandomMessages {
  private static final int MAX_DEPTH = 4;

  /** A type that holds itself in many fields would make messages of megabytes. */
  private static final int MAX_FIELDS = 60;

  private static final long[] INTEGERS = {
    0,
    1,
    -1,
    127,
    128,
    -128,
    16_383,
    16_384,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xFFFFFFFFL,
    1L << 53,
    (1L << 53) + 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final double[] NUMBERS = {
    0,
    -0.0,
    1,
    -1,
    0.1,
    1.5,
    123.456,
    1e-7,
    1e22,
    1.0000000000000001e23,
    Double.MIN_VALUE,
    2.2250738585072014e-308,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    1e300,
    3.4e38
  };
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "plain text",
          "exactly8",
          "sixteen bytes ok",
          "quote\" and \\ and /",
          "\n\t\b\f\r",
          "\u0000\u001f",
          "åäö",
          "1234567å",
          "€ 12",
          "😀",
          "x😀y😀z",
          "\u2028\u2029",
          "\uFFFF",
          "<html>&amp;='",
          "x".repeat(127),
          "y".repeat(128),
          "å".repeat(100));

  /** Comes seldom, for most of the time would go into it. */
  private static final String LONG_TEXT = "long ".repeat(4_000);

  private static final int LONG_TEXT_ONE_IN = 500;

  private final SplittableRandom random;
  private int fieldsLeft;

  RandomMessages(SplittableRandom random) {
    this.random = random;
  }

  DynamicMessage next(Descriptor type) {
    fieldsLeft = MAX_FIELDS;
    return message(type, 0);
  }

  private DynamicMessage message(Descriptor type, int depth) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      if (random.nextInt(4) == 0 || --fieldsLeft < 0 || (depth >= MAX_DEPTH && isRecord(field))) {
        continue;
      }
      if (field.isMapField()) {
        entries(message, field, depth);
      } else if (field.isRepeated()) {
        for (int n = random.nextInt(4); n > 0; n--) {
          message.addRepeatedField(field, value(field, depth));
        }
      } else {
        message.setField(field, value(field, depth));
      }
    }
    return message.build();
  }

  private static boolean isRecord(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
  }

  private void entries(DynamicMessage.Builder message, FieldDescriptor field, int depth) {
    Descriptor entry = field.getMessageType();
    Set<Object> keys = new HashSet<>();
    for (int n = random.nextInt(random.nextInt(10) == 0 ? 40 : 4); n > 0; n--) {
      FieldDescriptor keyField = entry.findFieldByNumber(1);
      Object key = value(keyField, depth);
      FieldDescriptor valueField = entry.findFieldByNumber(2);
      if (keys.add(key)) {
        message.addRepeatedField(
            field,
            DynamicMessage.newBuilder(entry)
                .setField(keyField, key)
                .setField(valueField, value(valueField, depth))
                .build());
      }
    }
  }

  private String text() {
    return random.nextInt(LONG_TEXT_ONE_IN) == 0
        ? LONG_TEXT
        : TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private Object value(FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> (int) integer();
      case LONG -> integer();
      case DOUBLE -> number();
      case FLOAT -> (float) number();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
      case BYTE_STRING -> bytes();
      case ENUM -> enumeration(field);
      case MESSAGE -> nested(field.getMessageType(), depth + 1);
    };
  }

  private long integer() {
    return random.nextInt(3) == 0
        ? random.nextLong() >> random.nextInt(64)
        : INTEGERS[random.nextInt(INTEGERS.length)];
  }

  private double number() {
    return switch (random.nextInt(4)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> random.nextInt(-100_000, 100_000) / 100.0;
      default -> NUMBERS[random.nextInt(NUMBERS.length)];
    };
  }

  private ByteString bytes() {
    byte[] bytes = new byte[random.nextInt(9)];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private EnumValueDescriptor enumeration(FieldDescriptor field) {
    List<EnumValueDescriptor> values = field.getEnumType().getValues();
    return !field.legacyEnumFieldTreatedAsClosed() && random.nextInt(5) == 0
        ? field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(-100, 100))
        : values.get(random.nextInt(values.size()));
  }

  private Message nested(Descriptor type, int depth) {
    FieldKind kind = FieldKind.of(type);
    return switch (kind) {
      case TIMESTAMP -> moment(type, -62_135_596_800L, 253_402_300_799L, false);
      case DURATION -> moment(type, -315_576_000_000L, 315_576_000_000L, true);
      case FIELD_MASK -> mask(type);
      case STRUCT, LIST_VALUE -> depth >= MAX_DEPTH ? empty(type) : message(type, depth);
      case VALUE -> json(type, depth);
      case WRAPPER, RECORD -> message(type, depth);
      case ANY, SCALAR -> throw new IllegalStateException("Not made up: " + kind);
    };
  }

  private static Message empty(Descriptor type) {
    return DynamicMessage.getDefaultInstance(type);
  }

  private Message moment(Descriptor type, long least, long most, boolean signed) {
    long seconds = random.nextInt(3) == 0 ? random.nextInt(-3, 3) : random.nextLong(least, most);
    int nanos =
        switch (random.nextInt(3)) {
          case 0 -> 0;
          case 1 -> 1_000_000 * random.nextInt(1_000);
          default -> random.nextInt(1_000_000_000);
        };
    return DynamicMessage.newBuilder(type)
        .setField(type.findFieldByName("seconds"), seconds)
        .setField(type.findFieldByName("nanos"), signed && seconds < 0 ? -nanos : nanos)
        .build();
  }

  private Message mask(Descriptor type) {
    DynamicMessage.Builder mask = DynamicMessage.newBuilder(type);
    List<String> paths = List.of("a", "foo_bar", "user.display_name", "x1.y2");
    for (int n = random.nextInt(4); n > 0; n--) {
      mask.addRepeatedField(type.findFieldByName("paths"), paths.get(random.nextInt(paths.size())));
    }
    return mask.build();
  }

  /** A Value has exactly one member, and no number that JSON cannot write. */
  private Message json(Descriptor type, int depth) {
    DynamicMessage.Builder value = DynamicMessage.newBuilder(type);
    int kind = random.nextInt(depth >= MAX_DEPTH ? 4 : 6);
    FieldDescriptor field = type.getFields().get(kind);
    Object content = kind == 1 ? (Object) (double) (float) random.nextInt() : value(field, depth);
    if (kind == 0) {
      content = field.getEnumType().getValues().get(0);
    }
    return value.setField(field, content).build();
  }

  /** The message, read from protobuf. */
  static DynamicMessage parse(Descriptor type, byte[] wire) {
    try {
      return DynamicMessage.parseFrom(type, wire);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("Not protobuf of " + type.getFullName(), e);
    }
  }
}
