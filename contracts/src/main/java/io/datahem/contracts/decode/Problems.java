package io.datahem.contracts.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.table.SystemColumns;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was not right about an event that is a row all the same, as its row says it. */
public final class Problems {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The value of column {@link SystemColumns#PROBLEMS}: a JSON object of {@code violations}, a list
   * of {@code rule} and {@code path}, and {@code coerced}, how many values of each field only
   * lenient decoding took. Each is left out when empty.
   *
   * @return null when there is nothing to say
   */
  public static @Nullable String json(Decoded event) {
    if (event.violations().isEmpty() && event.coercions().isEmpty()) {
      return null;
    }
    Map<String, Object> problems = new LinkedHashMap<>();
    if (!event.violations().isEmpty()) {
      problems.put("violations", event.violations());
    }
    if (!event.coercions().isEmpty()) {
      problems.put("coerced", event.coercions());
    }
    try {
      return JSON.writeValueAsString(problems);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write what is wrong with an event", e);
    }
  }

  private Problems() {}
}
