package io.datahem.contracts.fuzz;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.datahem.contracts.Contract;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.DecodeOptions;
import io.datahem.contracts.decode.DecodeOptions.UnknownFields;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import io.datahem.contracts.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Any bytes for the decoder of a contract with every kind of field: nothing is thrown, what is
 * taken strictly JsonFormat takes as the same message, and lenient takes it as strict does.
 */
public final class DecodeTarget {
  private static final Contract CONTRACT =
      TestContracts.of(
          """
          message Everything {
            option (datahem.stream) = {owner: "tests"};
            enum Color { NONE = 0; RED = 1; BLUE = -7; }
            message Line { string sku = 1; repeated sint32 counts = 2; Everything inner = 3; }
            int32 a = 1; int64 b = 2; uint32 c = 3; uint64 d = 4; sint32 e = 5; sint64 f = 6;
            fixed32 g = 7; fixed64 h = 8; sfixed32 i = 9; sfixed64 j = 10; float k = 11;
            double l = 12; bool m = 13; string n = 14; bytes o = 15; Color p = 16;
            repeated Line lines = 17; map<string, int32> counts = 18; map<int64, Line> by = 19;
            map<bool, Color> flags = 20; optional int32 maybe = 21; repeated Color colors = 22;
            google.protobuf.Timestamp at = 23; google.protobuf.Duration took = 24;
            google.protobuf.Struct extra = 25; google.protobuf.Value value = 26;
            google.protobuf.ListValue list = 27; google.protobuf.Int64Value wrapped = 28;
            google.protobuf.FieldMask mask = 29; google.protobuf.Any any = 30;
            oneof choice { string left = 31; int32 right = 32; google.protobuf.NullValue no = 35; }
            string unit_price = 33 [json_name = "price"];
            google.protobuf.DoubleValue real = 34; repeated google.protobuf.Any more = 36;
            map<uint64, google.protobuf.Value> values = 37; google.protobuf.BytesValue raw = 38;
          }
          """);
  private static final Descriptor TYPE = CONTRACT.descriptor();
  private static final DecodeOptions OPTIONS = DecodeOptions.STRICT.withWire();
  private static final EventDecoder STRICT =
      EventDecoders.compile(CONTRACT, OPTIONS.with(UnknownFields.REJECT));
  private static final EventDecoder LENIENT = EventDecoders.compile(CONTRACT, OPTIONS.asLenient());
  private static final Pattern HUGE_EXPONENT = Pattern.compile("[eE][+-]?[0-9]{9,}");
  private static final JsonFormat.TypeRegistry TYPES =
      JsonFormat.TypeRegistry.newBuilder().add(TYPE).build();

  public static void fuzzerTestOneInput(byte[] data) throws InvalidProtocolBufferException {
    Decoding strict = checked(STRICT.decode(data, Map.of()), data);
    Decoding lenient = checked(LENIENT.decode(data, Map.of()), data);
    if (!(strict instanceof Decoded taken)) {
      return;
    }
    DynamicMessage ours = DynamicMessage.parseFrom(TYPE, taken.wire());
    sameAsJsonFormat(data, ours);
    if (!(lenient instanceof Decoded alsoTaken)
        || !Arrays.equals(taken.wire(), alsoTaken.wire())
        || !alsoTaken.coercions().isEmpty()) {
      throw new AssertionError("lenient is another: " + lenient);
    }
  }

  private static void sameAsJsonFormat(byte[] data, DynamicMessage ours)
      throws InvalidProtocolBufferException {
    DynamicMessage.Builder theirs = DynamicMessage.newBuilder(TYPE);
    try {
      JsonFormat.parser()
          .usingTypeRegistry(TYPES)
          .merge(new String(data, StandardCharsets.UTF_8), theirs);
    } catch (InvalidProtocolBufferException e) {
      // Zero, or as good as zero: the exponent is beyond a BigDecimal's.
      if (e.getCause() instanceof NumberFormatException
          && HUGE_EXPONENT.matcher(String.valueOf(e.getMessage())).find()) {
        return;
      }
      throw e;
    }
    if (!withoutZeros(ours).equals(withoutZeros(theirs.build()))) {
      throw new AssertionError("ours:\n" + ours + "theirs:\n" + theirs);
    }
  }

  /** JsonFormat loses the sign of a zero, and an Any is compared by what it prints. */
  private static String withoutZeros(DynamicMessage message) {
    return message.toString().replaceAll("(?m)^ *[a-z_]+: -?0\\.0\n", "");
  }

  private static Decoding checked(Decoding decoding, byte[] data) {
    if (decoding instanceof Rejected rejected) {
      boolean right =
          rejected.offset() >= 0
              && rejected.offset() <= data.length
              && rejected.found().length() < 64;
      if (!right) {
        throw new AssertionError(rejected.toString());
      }
    } else if (decoding instanceof Decoded decoded
        && decoded.unknown() != null
        && !JsonText.isJson(decoded.unknown())) {
      throw new AssertionError("kept what is no JSON: " + decoded.unknown());
    }
    return decoding;
  }

  private DecodeTarget() {}
}
