package io.datahem.contracts.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import io.datahem.contracts.Contract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event speaks of, as text: the value of the contract's key field, or a JSON list of the
 * values' texts when it names several. Numbers are in digits, enums by name, bytes in base64,
 * messages in protobuf's text format; a field that is absent has its default. Thread-safe.
 */
public final class EventKey {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<List<FieldDescriptor>> paths;

  private EventKey(List<List<FieldDescriptor>> paths) {
    this.paths = paths;
  }

  /** The key of a contract's events. */
  public static EventKey of(Contract contract) {
    return new EventKey(
        contract.options().keys().stream()
            .map(path -> fields(contract.descriptor(), path))
            .toList());
  }

  private static List<FieldDescriptor> fields(Descriptor message, String path) {
    List<FieldDescriptor> fields = new ArrayList<>();
    @Nullable Descriptor in = message;
    for (String name : path.split("\\.", -1)) {
      FieldDescriptor field = in == null ? null : in.findFieldByName(name);
      if (field == null) {
        throw new IllegalArgumentException(
            "Cannot read key '"
                + path
                + "' of "
                + message.getFullName()
                + ": it has no such field");
      }
      fields.add(field);
      in = field.getJavaType() == JavaType.MESSAGE ? field.getMessageType() : null;
    }
    return List.copyOf(fields);
  }

  /** True when the contract names no key. */
  public boolean isEmpty() {
    return paths.isEmpty();
  }

  /**
   * The key of an event.
   *
   * @param wire the event as protobuf
   */
  public String of(byte[] wire) {
    List<String> values = paths.stream().map(path -> value(path, wire)).toList();
    if (values.size() == 1) {
      return values.get(0);
    }
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a key", e);
    }
  }

  private static String value(List<FieldDescriptor> path, byte[] wire) {
    try {
      ByteString in = only(path.get(0), CodedInputStream.newInstance(wire));
      for (int i = 1; i < path.size(); i++) {
        DynamicMessage holder = DynamicMessage.parseFrom(path.get(i - 1).getContainingType(), in);
        Message held = (Message) holder.getField(path.get(i - 1));
        in = only(path.get(i), held.toByteString().newCodedInput());
      }
      FieldDescriptor field = path.get(path.size() - 1);
      return text(field, DynamicMessage.parseFrom(field.getContainingType(), in).getField(field));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read a key: the event's protobuf is not whole", e);
    }
  }

  /** A message without its other fields, which are passed over and not read. */
  private static ByteString only(FieldDescriptor field, CodedInputStream in) throws IOException {
    UnknownFieldSet.Builder found = UnknownFieldSet.newBuilder();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == field.getNumber()) {
        found.mergeFieldFrom(tag, in);
      } else {
        in.skipField(tag);
      }
    }
    return found.build().toByteString();
  }

  private static String text(FieldDescriptor field, Object value) {
    if (value instanceof EnumValueDescriptor enumValue) {
      return enumValue.getName();
    }
    if (value instanceof ByteString bytes) {
      return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
    if (value instanceof DynamicMessage nested) {
      return TextFormat.printer().emittingSingleLine(true).printToString(nested).strip();
    }
    return switch (field.getType()) {
      case UINT64, FIXED64 -> Long.toUnsignedString((Long) value);
      case UINT32, FIXED32 -> Integer.toUnsignedString((Integer) value);
      default -> value.toString();
    };
  }
}
