package io.datahem.contracts.infer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.datahem.contracts.infer.InferenceException.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Finds the events of an input: an object a line, objects over several lines, or one list of
 * objects. Stops at the first that is none, since a contract from half of the samples would look
 * right and not be.
 */
final class SampleReader {
  private final InferenceLimits limits;
  private final JsonFactory factory;

  /** Takes an event; the parser stands at its first token, and afterwards at its last. */
  interface EventTaker {
    void take(JsonParser in) throws IOException;
  }

  SampleReader(InferenceLimits limits) {
    this.limits = limits;
    this.factory =
        new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.maxNestingDepth())
                    .maxStringLength(limits.maxTextChars())
                    .maxNameLength(limits.maxTextChars())
                    .build())
            .build();
  }

  /** Reads to the end of the input, which stays open. */
  void read(InputStream input, EventTaker taker) throws IOException {
    try (JsonParser in = factory.createParser(utf8(input))) {
      in.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      try {
        read(in, taker);
      } catch (StreamConstraintsException e) {
        throw beyondLimit(in);
      } catch (JsonProcessingException e) {
        throw notJson(in, e.getOriginalMessage().startsWith("Duplicate field"));
      }
    } catch (CharacterCodingException e) {
      throw new InferenceException(
          Code.INPUT_NOT_JSON, "Cannot read the events: bytes that are not UTF-8, expected UTF-8.");
    }
  }

  private static void read(JsonParser in, EventTaker taker) throws IOException {
    JsonToken token;
    while ((token = in.nextToken()) != null) {
      if (token != JsonToken.START_ARRAY) {
        event(in, taker);
        continue;
      }
      while (in.nextToken() != JsonToken.END_ARRAY) {
        event(in, taker);
      }
    }
  }

  private static void event(JsonParser in, EventTaker taker) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      String found =
          in.currentToken() == JsonToken.START_ARRAY ? "a list in a list" : "a value without keys";
      throw new InferenceException(
          Code.EVENT_NOT_OBJECT,
          "Cannot read the event at "
              + SampleBudget.where(in)
              + ": found "
              + found
              + ", expected a JSON object. Wrap it in an object, under a name.");
    }
    taker.take(in);
  }

  private InferenceException beyondLimit(JsonParser in) {
    return new InferenceException(
        Code.LIMIT_EXCEEDED,
        "Cannot read the events at "
            + SampleBudget.where(in)
            + ": nested deeper than "
            + limits.maxNestingDepth()
            + ", a text of more than "
            + limits.maxTextChars()
            + " characters or a number of more than 1000, expected less: such an event has no row.");
  }

  private static InferenceException notJson(JsonParser in, boolean twice) {
    var at = in.currentLocation();
    return new InferenceException(
        Code.INPUT_NOT_JSON,
        "Cannot read the events at line "
            + at.getLineNr()
            + ", column "
            + at.getColumnNr()
            + ": found "
            + (twice ? "a key twice in one object" : "what is not JSON")
            + ", expected JSON objects, one a line.");
  }

  private static Reader utf8(InputStream input) throws IOException {
    Reader reader =
        new BufferedReader(
            new InputStreamReader(
                input,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }
}
