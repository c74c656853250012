package io.datahem.contracts.decode;

import com.fasterxml.jackson.core.JsonToken;
import io.datahem.contracts.decode.Decoding.Code;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a list. An empty one is null, as it is in the table. */
final class ListReader implements ValueReader {
  private final ValueReader element;

  ListReader(ValueReader element) {
    this.element = element;
  }

  @Override
  public @Nullable Object read(DecodeRun run) throws IOException {
    if (run.in.currentToken() != JsonToken.START_ARRAY) {
      throw run.reject(Code.FIELD_WRONG_TYPE, "a list");
    }
    List<@Nullable Object> elements = new ArrayList<>();
    JsonToken token;
    while ((token = run.in.nextToken()) != JsonToken.END_ARRAY) {
      if (token == JsonToken.VALUE_NULL && !element.takesNull()) {
        throw run.reject(Code.FIELD_NULL, "a value").at(run.path());
      }
      elements.add(element.read(run));
    }
    return elements.isEmpty() ? null : elements;
  }
}
