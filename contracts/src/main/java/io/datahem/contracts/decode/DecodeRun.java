package io.datahem.contracts.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.datahem.contracts.decode.Decoding.Code;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way: the parser over its bytes, its attributes, and what its contract does not
 * know.
 */
final class DecodeRun {
  /** Undeclared fields beyond it are left out, and {@code _truncated} says so. */
  static final int MAX_UNKNOWN_CHARS = 64 << 10;

  final JsonParser in;
  final Map<String, String> attributes;
  private final boolean escapes;
  private @Nullable StringWriter unknownText;
  private @Nullable JsonGenerator unknown;
  private boolean truncated;

  DecodeRun(JsonParser in, Map<String, String> attributes, boolean escapes) {
    this.in = in;
    this.attributes = attributes;
    this.escapes = escapes;
  }

  /**
   * The same event, a part of it read from elsewhere: what is undeclared there stays in its own
   * text.
   */
  DecodeRun within(JsonParser part) {
    return new DecodeRun(part, attributes, escapes);
  }

  /** The text of the current token, whole: no lone surrogate in it. */
  String text() throws IOException {
    String text = in.getText();
    return escapes ? whole(text) : text;
  }

  /** The current field's name, whole. */
  String name() throws IOException {
    String name = in.currentName();
    return escapes ? whole(name) : name;
  }

  private static String whole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new Rejection(Code.JSON_INVALID_UTF8, "a lone surrogate", "Unicode text");
        }
        i++;
      }
    }
    return text;
  }

  /** Keeps the current value, which no field takes. */
  void keepUnknown() throws IOException {
    JsonGenerator out = unknown;
    if (out == null) {
      unknownText = new StringWriter();
      out = JsonEventDecoder.generator(unknownText);
      unknown = out;
      out.writeStartObject();
    }
    out.flush();
    if (truncated
        || (unknownText != null && unknownText.getBuffer().length() > MAX_UNKNOWN_CHARS)) {
      in.skipChildren();
      truncated = true;
      return;
    }
    out.writeFieldName(path());
    copy(in, out);
  }

  /** The undeclared fields as one JSON object, by path; null when there are none. */
  @Nullable String unknown() throws IOException {
    JsonGenerator out = unknown;
    StringWriter text = unknownText;
    if (out == null || text == null) {
      return null;
    }
    if (truncated) {
      out.writeBooleanField("_truncated", true);
    }
    out.writeEndObject();
    out.close();
    return text.toString();
  }

  /** The current value as JSON text, numbers as they were written. */
  String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JsonEventDecoder.generator(text)) {
      copy(in, out);
    }
    return text.toString();
  }

  /** Copies the current value; a number keeps the digits it was written with. */
  private void copy(JsonParser in, JsonGenerator out) throws IOException {
    int depth = 0;
    JsonToken token = in.currentToken();
    while (true) {
      switch (token) {
        case START_OBJECT -> out.writeStartObject();
        case START_ARRAY -> out.writeStartArray();
        case END_OBJECT -> out.writeEndObject();
        case END_ARRAY -> out.writeEndArray();
        case FIELD_NAME -> out.writeFieldName(name());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(in.getText());
        case VALUE_STRING -> out.writeString(text());
        default -> out.copyCurrentEvent(in);
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return;
      }
      token = in.nextToken();
      if (token == null) {
        throw new JsonEOFException(in, null, "The value ends too early");
      }
    }
  }

  /** What stands at the current token, for a rejection. */
  String found() {
    try {
      JsonToken token = in.currentToken();
      if (token == null) {
        return "nothing";
      }
      return switch (token) {
        case START_OBJECT, END_OBJECT -> "an object";
        case START_ARRAY, END_ARRAY -> "a list";
        case VALUE_NULL -> "null";
        case VALUE_STRING, FIELD_NAME -> Found.text("string", in.getText());
        case VALUE_TRUE, VALUE_FALSE -> "bool " + in.getText();
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Found.text("number", in.getText());
        default -> token.name();
      };
    } catch (IOException e) {
      return "something unreadable";
    }
  }

  Rejection reject(Code code, String expected) {
    return new Rejection(code, found(), expected);
  }

  /** The path of the current token. */
  String path() {
    StringBuilder path = new StringBuilder();
    JsonToken token = in.currentToken();
    JsonStreamContext context = in.getParsingContext();
    append(token != null && token.isStructStart() ? context.getParent() : context, path);
    return path.toString();
  }

  /** The path of a member of the object that was just read to its end. */
  String pathOf(String member) {
    String path = path();
    return path.isEmpty() ? member : path + "." + member;
  }

  private static void append(@Nullable JsonStreamContext context, StringBuilder path) {
    if (context == null || context.inRoot()) {
      return;
    }
    append(context.getParent(), path);
    if (context.inArray()) {
      path.append('[').append(context.getCurrentIndex()).append(']');
    } else if (context.getCurrentName() != null) {
      if (path.length() > 0) {
        path.append('.');
      }
      path.append(context.getCurrentName());
    }
  }
}
