package io.datahem.contracts.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.Compilation;
import io.datahem.contracts.compile.ContractCompiler;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Our rules and protovalidate's own say the same of every message. */
class RuleParityTest {
  private static final long SEED = 20_261_123L;

  /** More on demand: {@code -Ddatahem.rules.messages=4000} takes half a minute. */
  private static final int MESSAGES = Integer.getInteger("datahem.rules.messages", 400);

  private static final String[] TEXTS = {
    "",
    "a",
    "ab",
    "abc",
    "åäö",
    "😀😀",
    "abcdef",
    "x@y.se",
    "not an email",
    "123e4567-e89b-12d3-a456-426614174000",
    "pre-suf",
    "0123456789abcdef"
  };
  private static final double[] FRACTIONS = {
    0, -0.0, 1, -1, 1.5, 2, 10, 100, Double.NaN, Double.POSITIVE_INFINITY, 1e300
  };

  private final Random random = new Random(SEED);

  @Test
  void saysWhatProtovalidateSays() throws Exception {
    Descriptor message = compile(CONTRACT, "rules.v1.All");
    EventRules ours = EventRules.compile(message).orElseThrow();
    EventRules theirs = ParsedRules.compile(message);
    assertThat(ours).isInstanceOf(WireRules.class);
    Set<String> broken = new HashSet<>();
    int compared = 0;
    for (int i = 0; i < MESSAGES; i++) {
      DynamicMessage event = message(message, 0);
      byte[] wire = event.toByteArray();
      List<Violation> said = ours.check(wire, wire.length);
      if (said.size() == EventRules.MAX_VIOLATIONS) {
        // There are more, and each names its own first.
        continue;
      }
      compared++;
      assertThat(said)
          .as("seed %s, message %s: %s", SEED, i, event)
          .containsExactlyInAnyOrderElementsOf(theirs.check(wire, wire.length));
      said.forEach(violation -> broken.add(violation.rule()));
    }
    // What no message breaks is not compared.
    assertThat(broken).containsAll(EXPECTED);
    assertThat(compared).isGreaterThan(MESSAGES / 2);
  }

  private DynamicMessage message(Descriptor type, int depth) {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      boolean absent = random.nextInt(3) == 0;
      boolean tooDeep = depth > 1 && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      if (absent || tooDeep) {
        continue;
      }
      if (!field.isRepeated()) {
        builder.setField(field, value(field, depth));
        continue;
      }
      Set<Object> keys = new HashSet<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        Object value = value(field, depth);
        boolean taken =
            value instanceof DynamicMessage entry
                && field.isMapField()
                && !keys.add(entry.getField(field.getMessageType().findFieldByNumber(1)));
        if (!taken) {
          builder.addRepeatedField(field, value);
        }
      }
    }
    return builder.build();
  }

  private Object value(FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> integer().intValue();
      case LONG -> integer();
      case FLOAT -> (float) FRACTIONS[random.nextInt(FRACTIONS.length)];
      case DOUBLE -> FRACTIONS[random.nextInt(FRACTIONS.length)];
      case BOOLEAN -> random.nextBoolean();
      case STRING -> TEXTS[random.nextInt(TEXTS.length)];
      case BYTE_STRING -> ByteString.copyFromUtf8(TEXTS[random.nextInt(TEXTS.length)]);
      case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(5));
      case MESSAGE -> message(field.getMessageType(), depth + 1);
    };
  }

  private Long integer() {
    long[] values = {0, 1, 2, 3, 5, 10, 100, -1, -5, Integer.MIN_VALUE, Long.MAX_VALUE};
    return values[random.nextInt(values.length)];
  }

  static Descriptor compile(String contract, String message) {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      Compilation compilation =
          compiler.compile(List.of(new SourceFile("rules/v1/rules.proto", contract)));
      assertThat(compilation.findings()).isEmpty();
      FileDescriptorSet set = compilation.set();
      return Contracts.load(set.toByteArray(), message, 1).descriptor();
    }
  }

  private static final List<String> EXPECTED =
      List.of(
          "required",
          "int32.gt_lt",
          "int64.gte",
          "sint64.gt_lte_exclusive",
          "uint32.lte",
          "uint64.gt",
          "fixed32.in",
          "fixed64.not_in",
          "sfixed32.const",
          "sfixed64.gte_lte",
          "sint32.lt",
          "float.finite",
          "double.gte_lt",
          "double.in",
          "double.not_in",
          "bool.const",
          "string.min_len",
          "string.max_len",
          "string.len",
          "string.len_bytes",
          "string.min_bytes",
          "string.max_bytes",
          "string.pattern",
          "string.prefix",
          "string.suffix",
          "string.contains",
          "string.not_contains",
          "string.in",
          "string.not_in",
          "string.const",
          "string.email",
          "string.email_empty",
          "string.uuid",
          "string.uuid_empty",
          "bytes.len",
          "bytes.min_len",
          "bytes.max_len",
          "bytes.prefix",
          "bytes.suffix",
          "bytes.contains",
          "bytes.in",
          "bytes.not_in",
          "bytes.const",
          "enum.defined_only",
          "enum.const",
          "enum.in",
          "enum.not_in",
          "repeated.min_items",
          "repeated.max_items",
          "repeated.unique",
          "map.min_pairs",
          "map.max_pairs");

  private static final String CONTRACT =
      """
      syntax = "proto3";
      package rules.v1;
      import "buf/validate/validate.proto";

      enum Kind { KIND_UNSPECIFIED = 0; ONE = 1; TWO = 2; }

      message All {
        int32 a1 = 1 [(buf.validate.field).int32 = {gt: 0, lt: 10}];
        int64 a2 = 2 [(buf.validate.field).int64.gte = 1];
        sint64 a3 = 3 [(buf.validate.field).sint64 = {gt: 10, lte: 2}];
        uint32 a4 = 4 [(buf.validate.field).uint32.lte = 5];
        uint64 a5 = 5 [(buf.validate.field).uint64.gt = 5];
        fixed32 a6 = 6 [(buf.validate.field).fixed32 = {in: [1, 4294967295]}];
        fixed64 a7 = 7 [(buf.validate.field).fixed64 = {not_in: [0, 1]}];
        sfixed32 a8 = 8 [(buf.validate.field).sfixed32.const = 5];
        sfixed64 a9 = 9 [(buf.validate.field).sfixed64 = {gte: -5, lte: 5}];
        sint32 a10 = 10 [(buf.validate.field).sint32.lt = 3];
        float b1 = 11 [(buf.validate.field).float.finite = true];
        double b2 = 12 [(buf.validate.field).double = {gte: 0, lt: 10}];
        double b3 = 13 [(buf.validate.field).double = {in: [0, 1.5]}];
        optional float b4 = 14 [(buf.validate.field).float = {gt: 1}];
        double b5 = 15 [(buf.validate.field).double = {not_in: [1.5]}];
        bool c1 = 16 [(buf.validate.field).bool.const = true];
        string s1 = 17 [(buf.validate.field).string = {min_len: 2, max_len: 3}];
        string s2 = 18 [(buf.validate.field).string = {len: 2}];
        string s3 = 19 [(buf.validate.field).string = {min_bytes: 3, max_bytes: 6}];
        string s4 = 20 [(buf.validate.field).string = {len_bytes: 6}];
        string s5 = 21 [(buf.validate.field).string.pattern = "^[a-c]+$"];
        string s6 = 22 [(buf.validate.field).string = {prefix: "pre", suffix: "suf"}];
        string s7 = 23 [(buf.validate.field).string = {contains: "b", not_contains: "d"}];
        string s8 = 24 [(buf.validate.field).string = {in: ["a", "ab"]}];
        string s9 = 25 [(buf.validate.field).string = {not_in: ["a", ""]}];
        string s10 = 26 [(buf.validate.field).string.const = "abc"];
        string s11 = 27 [(buf.validate.field).string.email = true];
        string s12 = 28 [(buf.validate.field).string.uuid = true];
        string s13 = 29 [(buf.validate.field).string.email = true, (buf.validate.field).ignore = IGNORE_IF_ZERO_VALUE];
        string s14 = 30 [(buf.validate.field).required = true, (buf.validate.field).string.min_len = 2];
        optional string s15 = 31 [(buf.validate.field).required = true, (buf.validate.field).string.min_len = 2];
        optional string s16 = 32 [(buf.validate.field).string.min_len = 2];
        optional string s17 = 33 [(buf.validate.field).string.min_len = 2, (buf.validate.field).ignore = IGNORE_IF_ZERO_VALUE];
        string s18 = 34 [(buf.validate.field).string.min_len = 2, (buf.validate.field).ignore = IGNORE_ALWAYS];
        bytes y1 = 35 [(buf.validate.field).bytes = {len: 3}];
        bytes y2 = 36 [(buf.validate.field).bytes = {min_len: 1, max_len: 3, prefix: "a"}];
        bytes y3 = 37 [(buf.validate.field).bytes = {suffix: "c", contains: "b", not_in: ["ab"]}];
        bytes y4 = 38 [(buf.validate.field).bytes = {in: ["a", "ab"]}];
        bytes y5 = 39 [(buf.validate.field).bytes.const = "abc"];
        Kind e1 = 40 [(buf.validate.field).enum.defined_only = true];
        Kind e2 = 41 [(buf.validate.field).enum.const = 1];
        Kind e3 = 42 [(buf.validate.field).enum = {in: [1, 2], defined_only: true}];
        Kind e4 = 43 [(buf.validate.field).enum = {not_in: [0]}];
        repeated int32 r1 = 44 [(buf.validate.field).repeated = {min_items: 1, max_items: 3, unique: true, items: {int32: {gt: 0}}}];
        repeated string r2 = 45 [(buf.validate.field).repeated = {unique: true, items: {string: {min_len: 2}, ignore: IGNORE_IF_ZERO_VALUE}}];
        repeated Part r3 = 46 [(buf.validate.field).repeated.max_items = 2];
        repeated Kind r4 = 47 [(buf.validate.field).repeated = {unique: true, items: {enum: {defined_only: true}}}];
        repeated int32 r5 = 48 [(buf.validate.field).required = true];
        repeated int32 r6 = 49 [(buf.validate.field).repeated.min_items = 2, (buf.validate.field).ignore = IGNORE_IF_ZERO_VALUE];
        map<string, int32> m1 = 50 [(buf.validate.field).map = {min_pairs: 1, max_pairs: 2, keys: {string: {min_len: 2}}, values: {int32: {gt: 0}}}];
        map<int32, Part> m2 = 51;
        map<bool, string> m3 = 52 [(buf.validate.field).map.values.string.min_len = 1];
        Part part = 53 [(buf.validate.field).required = true];
        Part skipped_part = 54 [(buf.validate.field).ignore = IGNORE_ALWAYS];
        oneof choice {
          option (buf.validate.oneof).required = true;
          string left_hand = 55 [(buf.validate.field).string.min_len = 2];
          int32 right = 56;
        }
        Loose loose = 57;
      }

      message Part {
        string long_name = 1 [(buf.validate.field).string.min_len = 2];
        Part part = 2;
        repeated Loose loose = 3;
        All all = 4;
      }

      message Loose { string anything = 1; repeated Loose loose = 2; }
      """;
}
