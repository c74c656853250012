package io.datahem.contracts.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.UnknownFieldSet;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.Finding;
import io.datahem.contracts.decode.DecodeOptions;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.decode.EventDecoders;
import io.datahem.contracts.options.FieldOptionsReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Options of a text field and a text for it, parted by tabs: column type, coalesce, filter,
 * extract, append, replace, local to UTC, divide; the sibling's text and then the field's. A
 * contract that a push would refuse is passed over; with any other, an event is a row that the
 * warehouse takes, or a rejection of the column. A column of text is what DataHem's order makes of
 * it, done here once more in the plainest way.
 */
public final class OptionsTarget {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int INPUTS = 10;
  private static final int MAX_ROW_CHARS = 20_000_000;

  /** Numbers of DataHem's options, in the order of the input's parts. */
  private static final int[] OPTIONS = {
    66666669, 66666677, 66666679, 66666672, 66666671, 66666673, 66666674, 66666678
  };

  private static final Set<Code> ALLOWED =
      Set.of(Code.COLUMN_INVALID, Code.RULE_TOO_SLOW, Code.FIELD_OUT_OF_RANGE);

  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    String[] parts = new String(data, StandardCharsets.UTF_8).split("\t", INPUTS);
    if (parts.length < INPUTS) {
      return;
    }
    String sibling = parts[INPUTS - 2].replace('\uFFFD', '?');
    String text = parts[INPUTS - 1].replace('\uFFFD', '?');
    Descriptor type = type(parts);
    List<Finding> findings = new ArrayList<>();
    type.getFields().forEach(field -> FieldOptionsReader.read(field, findings::add));
    if (findings.stream().anyMatch(Finding::isError)) {
      return;
    }
    ObjectNode event = JSON.createObjectNode().put("value", text).put("other", sibling);
    event.putArray("values").add(text).add(sibling);
    event.put("amount", text.length() / 3.0);
    Decoding decoding =
        EventDecoders.compile(Contracts.of(type, 1), DecodeOptions.STRICT)
            .decode(JSON.writeValueAsBytes(event), Map.of());
    if (decoding instanceof Rejected rejected) {
      if (!ALLOWED.contains(rejected.code())) {
        throw new AssertionError(rejected.message());
      }
      return;
    }
    check(type, ((Decoded) decoding).row(), text, sibling);
  }

  private static void check(Descriptor type, Object[] row, String text, String sibling) {
    for (Object value : row) {
      for (Object element : value instanceof List<?> list ? list : nullable(value)) {
        if (!isTaken(element)) {
          throw new AssertionError("the warehouse refuses " + element);
        }
      }
    }
    var options = FieldOptionsReader.read(type.findFieldByName("value"));
    if (options.type().isEmpty()) {
      String first =
          options.values().coalesce().stream()
              .map(name -> name.equals("other") ? sibling : text)
              .filter(value -> !isNone(value))
              .findFirst()
              .orElse(text);
      Pattern filter = options.values().filter().orElse(null);
      String kept = filter == null || filter.matcher(first).matches() ? first : null;
      same(row[0], kept == null ? null : steps(kept, options.values()));
    }
  }

  private static List<@Nullable Object> nullable(@Nullable Object value) {
    List<@Nullable Object> one = new ArrayList<>();
    one.add(value);
    return one;
  }

  private static boolean isNone(String text) {
    return text.isEmpty()
        || text.equals("0001-01-01 00:00:00")
        || text.equals("0001-01-01T00:00:00");
  }

  private static String steps(String text, io.datahem.contracts.options.ValueRules rules) {
    String value = text;
    if (rules.extract().isPresent()) {
      Matcher matcher = rules.extract().get().matcher(value);
      value = matcher.find() ? matcher.group() : value;
    }
    if (rules.append().isPresent() && !value.isEmpty()) {
      value = value + rules.append().get();
    }
    if (rules.replace().isPresent()) {
      var rule = rules.replace().get();
      value = rule.pattern().matcher(value).replaceAll(rule.text());
    }
    return value;
  }

  private static void same(@Nullable Object found, @Nullable Object expected) {
    if (found == null ? expected != null : !found.equals(expected)) {
      throw new AssertionError("found " + found + ", expected " + expected);
    }
  }

  /** Dates of the years 1 to 9999, decimals of 38 digits, no endless text. */
  private static boolean isTaken(@Nullable Object value) {
    if (value instanceof LocalDate date) {
      return date.getYear() >= 1 && date.getYear() <= 9999;
    }
    if (value instanceof LocalDateTime local) {
      return isTaken(local.toLocalDate());
    }
    if (value instanceof Instant instant) {
      return isTaken(LocalDate.ofInstant(instant, ZoneOffset.UTC));
    }
    if (value instanceof BigDecimal number) {
      return number.scale() == 9 && number.precision() <= 38;
    }
    return !(value instanceof String text) || text.length() <= MAX_ROW_CHARS;
  }

  private static Descriptor type(String[] parts) throws DescriptorValidationException {
    UnknownFieldSet.Builder options = UnknownFieldSet.newBuilder();
    for (int i = 0; i < OPTIONS.length - 1; i++) {
      put(options, OPTIONS[i], parts[i]);
    }
    UnknownFieldSet.Builder amount = UnknownFieldSet.newBuilder();
    put(amount, OPTIONS[OPTIONS.length - 1], parts[OPTIONS.length - 1]);
    UnknownFieldSet each = options.clone().clearField(66666677).build();
    DescriptorProto message =
        DescriptorProto.newBuilder()
            .setName("M")
            .addField(field(1, "value", "LABEL_OPTIONAL", "TYPE_STRING", options.build()))
            .addField(field(2, "other", "LABEL_OPTIONAL", "TYPE_STRING", none()))
            .addField(field(3, "values", "LABEL_REPEATED", "TYPE_STRING", each))
            .addField(field(4, "amount", "LABEL_OPTIONAL", "TYPE_DOUBLE", amount.build()))
            .build();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("m.proto")
            .setSyntax("proto3")
            .addMessageType(message)
            .build();
    return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("M");
  }

  private static UnknownFieldSet none() {
    return UnknownFieldSet.getDefaultInstance();
  }

  private static void put(UnknownFieldSet.Builder options, int number, String value) {
    if (!value.isEmpty()) {
      options.mergeField(
          number,
          UnknownFieldSet.Field.newBuilder()
              .addLengthDelimited(ByteString.copyFromUtf8(value))
              .build());
    }
  }

  private static FieldDescriptorProto field(
      int number, String name, String label, String type, UnknownFieldSet options) {
    return FieldDescriptorProto.newBuilder()
        .setNumber(number)
        .setName(name)
        .setLabel(FieldDescriptorProto.Label.valueOf(label))
        .setType(FieldDescriptorProto.Type.valueOf(type))
        .setOptions(FieldOptions.newBuilder().setUnknownFields(options))
        .build();
  }

  private OptionsTarget() {}
}
