package io.datahem.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.Decoding.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request of the conformance suite: JSON is read by our decoder, and printed by
 * protobuf-java where JSON is wanted back. Input that is not JSON is skipped. Not thread-safe.
 */
final class Answers {
  private static final JsonMapper JSON = new JsonMapper();

  private final TestTypes types;
  private final Descriptor request;
  private final Descriptor response;
  private final JsonFormat.Printer printer;

  Answers(TestTypes types) {
    this.types = types;
    this.request = Objects.requireNonNull(types.find("conformance.ConformanceRequest"));
    this.response = Objects.requireNonNull(types.find("conformance.ConformanceResponse"));
    this.printer =
        JsonFormat.printer().usingTypeRegistry(TypeRegistry.newBuilder().add(types.all()).build());
  }

  /** Answers a serialized request with a serialized response. */
  byte[] to(byte[] serialized) throws InvalidProtocolBufferException {
    DynamicMessage message = DynamicMessage.parseFrom(request, serialized);
    String name = text(message, "message_type");
    if (name.equals("conformance.FailureSet")) {
      return reply("protobuf_payload", ByteString.EMPTY);
    }
    Descriptor type = types.find(name);
    if (type == null || !message.hasField(request.findFieldByName("json_payload"))) {
      return reply("skipped", "an input that is not JSON");
    }
    boolean ignoreUnknown =
        name(message, "test_category").equals("JSON_IGNORE_UNKNOWN_PARSING_TEST");
    ByteString wire = decoded(text(message, "json_payload"), type, ignoreUnknown);
    return wire == null
        ? reply("parse_error", "rejected")
        : written(wire, type, name(message, "requested_output_format"));
  }

  private @Nullable ByteString decoded(String json, Descriptor type, boolean ignoreUnknown) {
    byte[] data = json.getBytes(StandardCharsets.UTF_8);
    Decoding decoding = types.decoder(type, ignoreUnknown).decode(data, Map.of());
    return decoding instanceof Decoded decoded && decoded.wire() != null
        ? ByteString.copyFrom(decoded.wire())
        : null;
  }

  private byte[] written(ByteString wire, Descriptor type, String output)
      throws InvalidProtocolBufferException {
    if (output.equals("PROTOBUF")) {
      return reply("protobuf_payload", wire);
    }
    if (!output.equals("JSON")) {
      return reply("skipped", output);
    }
    DynamicMessage message = DynamicMessage.parseFrom(type, wire, types.extensions());
    return reply("json_payload", named(message, printer.print(message)));
  }

  /**
   * An extension is printed under its short name, and its JSON name is the full one in brackets.
   */
  private static String named(DynamicMessage message, String printed) {
    List<FieldDescriptor> extensions =
        message.getAllFields().keySet().stream().filter(FieldDescriptor::isExtension).toList();
    if (extensions.isEmpty()) {
      return printed;
    }
    try {
      ObjectNode members = (ObjectNode) JSON.readTree(printed);
      for (FieldDescriptor field : extensions) {
        members.set("[" + field.getFullName() + "]", members.remove(field.getJsonName()));
      }
      return members.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read what JsonFormat printed", e);
    }
  }

  private static String text(DynamicMessage message, String field) {
    return (String) message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  private static String name(DynamicMessage message, String field) {
    Object value = message.getField(message.getDescriptorForType().findFieldByName(field));
    return ((EnumValueDescriptor) value).getName();
  }

  private byte[] reply(String field, Object value) {
    return DynamicMessage.newBuilder(response)
        .setField(response.findFieldByName(field), value)
        .build()
        .toByteArray();
  }
}
