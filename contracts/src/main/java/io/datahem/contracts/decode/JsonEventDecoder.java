package io.datahem.contracts.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes by a compiled plan: one pass over the parser's tokens, straight into the row.
 * Thread-safe.
 */
final class JsonEventDecoder implements EventDecoder {
  static final int MAX_DEPTH = 100;
  private static final int MAX_NUMBER_CHARS = 1_000;

  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_CHARS)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final RecordPlan plan;
  private final int columns;

  /**
   * A decoder.
   *
   * @param columns how many columns the table has, the system's included
   */
  JsonEventDecoder(RecordPlan plan, int columns) {
    this.plan = plan;
    this.columns = columns;
  }

  static JsonGenerator generator(Writer out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  @Override
  public Decoding decode(byte[] data, Map<String, String> attributes) {
    Utf8 utf8 = Utf8.check(data);
    if (utf8.invalidAt() >= 0) {
      return new Rejected(
          Code.JSON_INVALID_UTF8,
          "",
          "Cannot read the event: byte "
              + utf8.invalidAt()
              + " is not UTF-8, expected JSON in UTF-8");
    }
    try (JsonParser in = FACTORY.createParser(data)) {
      return decode(in, new DecodeRun(in, attributes, utf8.escapes()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close a parser over bytes", e);
    }
  }

  private Decoding decode(JsonParser in, DecodeRun run) {
    try {
      JsonToken first = in.nextToken();
      if (first == null) {
        return new Rejected(
            Code.EVENT_EMPTY, "", "Cannot read the event: it is empty, expected a JSON object");
      }
      @Nullable Object[] row = new Object[columns];
      plan.readInto(run, row);
      if (in.nextToken() != null) {
        return malformed(in, "text after its end");
      }
      return new Decoded(row, run.unknown());
    } catch (Rejection e) {
      return rejected(e, run);
    } catch (StreamConstraintsException e) {
      return constraint(in, run);
    } catch (JsonEOFException e) {
      return malformed(in, "it ends too early");
    } catch (JsonProcessingException e) {
      return malformed(in, "it is not JSON");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read bytes from memory", e);
    }
  }

  private static Rejected rejected(Rejection rejection, DecodeRun run) {
    String path = rejection.path() == null ? run.path() : rejection.path();
    return new Rejected(
        rejection.code(),
        path,
        "Cannot read "
            + (path.isEmpty() ? "the event" : path)
            + ": found "
            + rejection.found()
            + ", expected "
            + rejection.expected());
  }

  private static Rejected constraint(JsonParser in, DecodeRun run) {
    if (in.getParsingContext().getNestingDepth() >= MAX_DEPTH) {
      return new Rejected(
          Code.JSON_TOO_DEEP,
          "",
          "Cannot read the event: it is nested deeper than " + MAX_DEPTH + ", expected less");
    }
    return new Rejected(
        Code.FIELD_OUT_OF_RANGE,
        run.path(),
        "Cannot read "
            + run.path()
            + ": found a number of more than "
            + MAX_NUMBER_CHARS
            + " characters, expected fewer");
  }

  private static Rejected malformed(JsonParser in, String what) {
    return new Rejected(
        Code.JSON_MALFORMED,
        "",
        "Cannot read the event: "
            + what
            + " (at byte "
            + Math.max(0, in.currentLocation().getByteOffset())
            + "), expected one JSON object");
  }
}
