package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.decode.DecodeOptions.UnknownFields;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The decoder beside protobuf-java's JsonFormat, on made-up types and messages: what JsonFormat
 * prints is read to the same message, and what it is made of by mutation gets the same verdict, but
 * where {@link Explanations} says why not. {@code -Ddatahem.differential.pairs=100000} for a long
 * run, {@code -Ddatahem.differential.seed=…} to repeat one.
 */
class DifferentialTest {
  private static final int PAIRS = Integer.getInteger("datahem.differential.pairs", 10_000);
  private static final long SEED = Long.getLong("datahem.differential.seed", System.nanoTime());
  private static final int MESSAGES_PER_TYPE = 100;
  private static final DecodeOptions REJECTING = DecodeOptions.STRICT.with(UnknownFields.REJECT);

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<String, Integer> explained = new TreeMap<>();

  @Test
  void agreesWithJsonFormat() throws InvalidProtocolBufferException {
    RandomTypes types = new RandomTypes(random);
    RandomMessages messages = new RandomMessages(random);
    Mutations mutations = new Mutations(random);
    for (int pair = 0; pair < PAIRS; ) {
      Descriptor type = types.next();
      EventDecoder toWire = EventDecoders.toWire(type, REJECTING);
      EventDecoder toRow = EventDecoders.compile(Contracts.of(type, 1), REJECTING.withWire());
      for (int i = 0; i < MESSAGES_PER_TYPE && pair < PAIRS; i++, pair++) {
        DynamicMessage message = messages.next(type);
        JsonFormat.Printer printer = JsonFormat.printer();
        printer = random.nextBoolean() ? printer : printer.preservingProtoFieldNames();
        printer = random.nextBoolean() ? printer : printer.omittingInsignificantWhitespace();
        String json = printer.print(message);
        sameMessage(type, message, json, toWire);
        sameRow(json, toWire, toRow);
        String mutated = mutations.of(json);
        sameVerdict(type, mutated, toWire);
        sameRow(mutated, toWire, toRow);
      }
    }
    System.out.println("seed " + SEED + ", " + PAIRS + " pairs, explained: " + explained);
  }

  private static Decoding decode(EventDecoder decoder, String json) {
    return decoder.decode(json.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static void sameMessage(
      Descriptor type, DynamicMessage message, String json, EventDecoder decoder) {
    Decoding decoding = decode(decoder, json);
    assertThat(decoding).as(() -> context(type, json)).isInstanceOf(Decoded.class);
    assertThat(RandomMessages.parse(type, ((Decoded) decoding).wire()))
        .as(() -> context(type, json))
        .isEqualTo(message);
  }

  /** Rows change nothing about the verdict and the bytes. */
  private static void sameRow(String json, EventDecoder toWire, EventDecoder toRow) {
    Decoding wire = decode(toWire, json);
    Decoding row = decode(toRow, json);
    if (wire instanceof Decoded decoded && row instanceof Decoded withRow) {
      assertThat(withRow.wire()).as(json).isEqualTo(decoded.wire());
    } else {
      assertThat(row).as(json).isEqualTo(wire);
    }
  }

  private void sameVerdict(Descriptor type, String json, EventDecoder decoder) {
    DynamicMessage.Builder theirs = DynamicMessage.newBuilder(type);
    boolean taken = true;
    try {
      JsonFormat.parser().merge(json, theirs);
    } catch (InvalidProtocolBufferException e) {
      taken = false;
    }
    Decoding ours = decode(decoder, json);
    if (ours instanceof Rejected rejected) {
      String why = taken ? Explanations.of(rejected) : "";
      assertThat(why).as(() -> ours + "\n" + context(type, json)).isNotNull();
      explained.merge(why.isEmpty() ? "rejected by both" : why, 1, Integer::sum);
      return;
    }
    assertThat(taken).as(() -> "we are more lenient: " + context(type, json)).isTrue();
    DynamicMessage message = RandomMessages.parse(type, ((Decoded) ours).wire());
    if (!message.equals(theirs.build())) {
      assertThat(withoutZeros(message))
          .as(() -> context(type, json))
          .isEqualTo(withoutZeros(theirs.build()));
      explained.merge("minus zero, which JsonFormat loses", 1, Integer::sum);
    }
  }

  private static String withoutZeros(DynamicMessage message) {
    return message.toString().replaceAll("(?m)^.*: -?0\\.0\n", "");
  }

  private static String context(Descriptor type, String json) {
    return "seed " + SEED + "\n" + json + "\n" + type.getFile().toProto();
  }
}
