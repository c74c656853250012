package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.json.JsonSuite;
import io.datahem.contracts.json.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Bytes of every kind: nothing is thrown, nothing hangs, and what is taken is JSON in UTF-8. {@code
 * -Ddatahem.fuzz.events=10000000} for a long run, {@code -Ddatahem.fuzz.seed=…} to repeat one.
 */
class FuzzTest {
  private static final int EVENTS = Integer.getInteger("datahem.fuzz.events", 20_000);
  private static final long SEED = Long.getLong("datahem.fuzz.seed", System.nanoTime());
  private static final int EVENTS_PER_TYPE = 5_000;
  private static final int MAX_SEED_BYTES = 2_000;
  private static final byte[] TOKENS =
      "{}[]:,\"\\/bfnrtu0123456789-+.eE \n\t@_aAzZ".getBytes(StandardCharsets.UTF_8);

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void survivesAnything() throws IOException {
    for (int done = 0; done < EVENTS; done += EVENTS_PER_TYPE) {
      Descriptor type = new RandomTypes(random).next();
      List<byte[]> seeds = seeds(type);
      DecodeOptions options = DecodeOptions.STRICT.withWire();
      EventDecoder decoder =
          EventDecoders.compile(
              Contracts.of(type, 1), random.nextBoolean() ? options : options.asLenient());
      for (int i = 0; i < EVENTS_PER_TYPE; i++) {
        byte[] data = mutated(seeds.get(random.nextInt(seeds.size())));
        check(decoder, type, data);
      }
    }
  }

  private static void check(EventDecoder decoder, Descriptor type, byte[] data) {
    Decoding decoding;
    try {
      decoding = decoder.decode(data, Map.of());
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + SEED + ": " + Arrays.toString(data), e);
    }
    if (decoding instanceof Rejected rejected) {
      assertThat(rejected.offset()).as(rejected.toString()).isBetween(0, data.length);
      assertThat(rejected.found()).hasSizeLessThan(64);
      return;
    }
    Decoded decoded = (Decoded) decoding;
    RandomMessages.parse(type, decoded.wire());
    assertThat(JsonText.isJson(text(data))).as("seed %d: %s", SEED, text(data)).isTrue();
    if (decoded.unknown() != null) {
      assertThat(JsonText.isJson(decoded.unknown())).as(decoded.unknown()).isTrue();
    }
  }

  private static String text(byte[] data) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("seed " + SEED + ": taken, and no UTF-8: " + Arrays.toString(data));
    }
  }

  private List<byte[]> seeds(Descriptor type) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    RandomMessages messages = new RandomMessages(random);
    while (seeds.size() < 20) {
      byte[] json = print(messages.next(type)).getBytes(StandardCharsets.UTF_8);
      if (json.length < MAX_SEED_BYTES) {
        seeds.add(json);
      }
    }
    for (String file : List.of("good", "bad")) {
      JsonSuite.of(file).stream()
          .map(JsonSuite.Case::text)
          .filter(text -> text.length < MAX_SEED_BYTES)
          .forEach(seeds::add);
    }
    return seeds;
  }

  private static String print(com.google.protobuf.Message message)
      throws InvalidProtocolBufferException {
    return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
  }

  private byte[] mutated(byte[] seed) {
    byte[] data = seed.clone();
    for (int n = random.nextInt(4); n > 0 && data.length > 0; n--) {
      int at = random.nextInt(data.length);
      switch (random.nextInt(6)) {
        case 0 -> data[at] = (byte) random.nextInt(256);
        case 1 -> data[at] = TOKENS[random.nextInt(TOKENS.length)];
        case 2 -> data = Arrays.copyOf(data, at);
        case 3 -> data = splice(data, at, at, data, random.nextInt(data.length));
        case 4 -> data = splice(data, at, Math.min(data.length, at + 3), data, data.length);
        default -> data = splice(data, at, at, TOKENS, random.nextInt(TOKENS.length));
      }
    }
    return data;
  }

  /** The data with what stands between two places replaced by up to 16 bytes of another. */
  private static byte[] splice(byte[] data, int from, int to, byte[] other, int start) {
    int length = Math.min(16, other.length - start);
    byte[] spliced = Arrays.copyOf(data, from + length + data.length - to);
    System.arraycopy(other, start, spliced, from, length);
    System.arraycopy(data, to, spliced, from + length, data.length - to);
    return spliced;
  }
}
