package io.datahem.contracts.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Any text for the parser: what it takes as JSON, Jackson takes too. */
public final class JsonTarget {
  private static final JsonFactory JACKSON = new JsonFactory();

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException e) {
      return;
    }
    if (!JsonText.isJson(text)) {
      return;
    }
    try (JsonParser jackson = JACKSON.createParser(data)) {
      jackson.nextToken();
      jackson.skipChildren();
      if (jackson.nextToken() != null) {
        throw new AssertionError("taken, and more than one value: " + text);
      }
    }
    JsonCursor in = new JsonCursor();
    in.open(data);
    String compact = JsonText.compact(in.bytes(), 0, data.length);
    if (!JsonText.isJson(compact)) {
      throw new AssertionError("no JSON any more: " + compact);
    }
  }

  private JsonTarget() {}
}
