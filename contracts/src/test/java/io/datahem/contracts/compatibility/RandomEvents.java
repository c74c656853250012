package io.datahem.contracts.compatibility;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import java.util.List;
import java.util.Random;

/** Events by chance, most of them at the ends of what their types hold. */
final class RandomEvents {
  private final Random random;

  RandomEvents(Random random) {
    this.random = random;
  }

  DynamicMessage event(Descriptor type) {
    DynamicMessage.Builder event = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      if (field.isMapField()) {
        map(event, field);
      } else if (field.isRepeated()) {
        for (int i = random.nextInt(4); i > 0; i--) {
          event.addRepeatedField(field, value(field));
        }
      } else if (field.isRequired() || random.nextInt(3) > 0) {
        event.setField(field, value(field));
      }
    }
    return event.build();
  }

  private void map(DynamicMessage.Builder event, FieldDescriptor field) {
    if (random.nextBoolean()) {
      Descriptor entry = field.getMessageType();
      FieldDescriptor key = entry.findFieldByNumber(1);
      FieldDescriptor value = entry.findFieldByNumber(2);
      event.addRepeatedField(
          field,
          DynamicMessage.newBuilder(entry)
              .setField(key, value(key))
              .setField(value, value(value))
              .build());
    }
  }

  private Object value(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> pick(0, 1, 2, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 300);
      case LONG ->
          pick(0L, 1L, 2L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31, 1L << 32, (1L << 53) + 1);
      case FLOAT -> pick(0f, 1f, 1.5f, -1f, 0.1f, Float.MAX_VALUE);
      case DOUBLE -> pick(0d, 1d, 1.5, -1d, 0.1, 1e300, 4294967296d);
      case BOOLEAN -> random.nextBoolean();
      case STRING -> pick("", "a", "1", "true", "å", "AAAA");
      case BYTE_STRING ->
          pick(
              ByteString.EMPTY,
              ByteString.copyFromUtf8("a"),
              ByteString.copyFrom(new byte[] {(byte) 0xff}));
      case ENUM -> number(field.getEnumType());
      case MESSAGE -> event(field.getMessageType());
    };
  }

  private Object number(EnumDescriptor type) {
    return !type.isClosed() && random.nextInt(8) == 0
        ? type.findValueByNumberCreatingIfUnknown(pick(50, -1))
        : type.getValues().get(random.nextInt(type.getValues().size()));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // read alone
  private <T> T pick(T... values) {
    return List.of(values).get(random.nextInt(values.length));
  }

  static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE;
  }
}
