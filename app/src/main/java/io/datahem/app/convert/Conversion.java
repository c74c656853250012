package io.datahem.app.convert;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.Contract;
import io.datahem.contracts.decode.DecodeOptions;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Converts the events of a stream of lines in their order, each before the next is read: memory
 * depends on the longest line, which is limited, and not on how many there are. Good lines go to
 * one place, a JSON object for every rejected one to another. Not thread-safe.
 */
public final class Conversion {

  /** The longest line that is taken; of a longer one no more is held. */
  public static final int MAX_LINE_BYTES = 16 << 20;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EventDecoder decoder;
  private final EventOutput output;
  private final Map<String, String> attributes;
  private final Map<String, Long> coercions = new TreeMap<>();
  private long converted;
  private long rejected;
  private long undeclared;

  /**
   * What became of the lines.
   *
   * @param converted events written
   * @param rejected events refused
   * @param undeclared events with fields that the contract does not declare
   * @param coercions how often each field took a value that only lenient decoding allows
   * @param cut true when whoever reads the output has gone
   */
  public record Summary(
      long converted, long rejected, long undeclared, Map<String, Long> coercions, boolean cut) {
    public Summary {
      coercions = Map.copyOf(coercions);
    }
  }

  /**
   * A conversion.
   *
   * @param lenient true to decode leniently even when the contract does not ask for it
   * @param attributes what every event carries beside its bytes
   */
  public Conversion(
      Contract contract, OutputKind kind, boolean lenient, Map<String, String> attributes) {
    this.output = EventOutput.of(kind, contract);
    DecodeOptions own = contract.options().events().decoding();
    DecodeOptions options = lenient ? own.asLenient() : own;
    this.decoder =
        EventDecoders.compile(contract, output.needsWire() ? options.withWire() : options);
    this.attributes = new LinkedHashMap<>(attributes);
  }

  /** Converts to the end of the input, or until nobody reads the output any more. */
  public Summary run(InputStream in, PrintStream good, PrintStream bad) throws IOException {
    LineReader lines = new LineReader(in, MAX_LINE_BYTES);
    BufferedOutputStream out = new BufferedOutputStream(good, BUFFER_BYTES);
    boolean cut = false;
    for (byte[] line = lines.next(); line != null && !cut; line = lines.next()) {
      if (lines.isTooLong()) {
        reject(bad, lines.number(), tooLong(lines));
      } else if (!isBlank(line)) {
        take(line, lines.number(), out, bad);
      }
      // A pipe without a reader: every event would be converted for nobody.
      cut = lines.number() % 1_000 == 0 && good.checkError();
    }
    out.flush();
    return new Summary(converted, rejected, undeclared, coercions, cut || good.checkError());
  }

  private void take(byte[] line, long number, BufferedOutputStream out, PrintStream bad)
      throws IOException {
    Decoding decoding = decoder.decode(line, attributes);
    if (decoding instanceof Decoding.Decoded decoded) {
      output.write(decoded, out);
      converted++;
      undeclared += decoded.unknown() == null ? 0 : 1;
      decoded
          .coercions()
          .forEach((field, count) -> coercions.merge(field, (long) count, Long::sum));
    } else if (decoding instanceof Decoding.Rejected refused) {
      reject(bad, number, new Refusal(refused.code().name(), refused.path(), refused.message()));
    }
  }

  /** Why a line has no event. */
  private record Refusal(String code, String path, String message) {}

  private static Refusal tooLong(LineReader lines) {
    return new Refusal(
        "LINE_TOO_LONG",
        "",
        "Cannot read the event: found a line of "
            + lines.lineBytes()
            + " bytes, expected at most "
            + MAX_LINE_BYTES);
  }

  private void reject(PrintStream bad, long line, Refusal refusal) throws IOException {
    rejected++;
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("line", line);
    said.put("code", refusal.code());
    said.put("path", refusal.path());
    said.put("message", refusal.message());
    bad.println(JSON.writeValueAsString(said));
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
