package io.datahem.contracts;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contract without one of its fields: what a decoder does not know it keeps in the row's unknown
 * fields. So values go on being kept that a table has no place for.
 */
public final class ParkedField {

  /**
   * The descriptor set without a field.
   *
   * @param descriptorSet a serialized FileDescriptorSet
   * @param message the full name of the message whose field it is
   * @param path the field's path of numbers, as in {@code Column.path()}; of a map's key or value
   *     the map itself goes
   * @throws IllegalArgumentException when there is no such field
   */
  public static byte[] without(byte[] descriptorSet, String message, String path) {
    try {
      FileDescriptorSet.Builder set = FileDescriptorSet.parseFrom(descriptorSet).toBuilder();
      DescriptorProto.Builder type = find(set, "." + message);
      String[] numbers = path.split("\\.", -1);
      for (int i = 0; ; i++) {
        FieldDescriptorProto field = field(type, Integer.parseInt(numbers[i]));
        DescriptorProto.Builder next =
            i + 1 < numbers.length ? find(set, field.getTypeName()) : null;
        if (next == null || next.getOptions().getMapEntry()) {
          remove(type, field);
          return set.build().toByteArray();
        }
        type = next;
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("Cannot read contract " + message, e);
    }
  }

  private static void remove(DescriptorProto.Builder type, FieldDescriptorProto field) {
    type.removeField(type.getFieldList().indexOf(field));
  }

  private static FieldDescriptorProto field(DescriptorProto.Builder type, int number) {
    return type.getFieldList().stream()
        .filter(field -> field.getNumber() == number)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Cannot find field " + number));
  }

  private static DescriptorProto.Builder find(FileDescriptorSet.Builder set, String fullName) {
    for (FileDescriptorProto.Builder file : set.getFileBuilderList()) {
      String prefix = file.getPackage().isEmpty() ? "." : "." + file.getPackage() + ".";
      DescriptorProto.Builder found = find(file.getMessageTypeBuilderList(), prefix, fullName);
      if (found != null) {
        return found;
      }
    }
    throw new IllegalArgumentException("Cannot find message " + fullName);
  }

  private static DescriptorProto.@Nullable Builder find(
      List<DescriptorProto.Builder> types, String prefix, String fullName) {
    for (DescriptorProto.Builder type : types) {
      String name = prefix + type.getName();
      if (name.equals(fullName)) {
        return type;
      }
      DescriptorProto.Builder nested = find(type.getNestedTypeBuilderList(), name + ".", fullName);
      if (nested != null) {
        return nested;
      }
    }
    return null;
  }

  private ParkedField() {}
}
