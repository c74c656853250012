package io.datahem.contracts.infer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.datahem.contracts.infer.InferenceException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples of many streams in one input: a member of each event says which it is. One event is in
 * memory at a time. Not thread-safe.
 */
public final class Envelopes {
  /** More would be data, not types. */
  private static final int MAX_TYPES = 500;

  private static final String ANY = "*";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Map<String, Samples> byType = new TreeMap<>();
  private final Naming naming;
  private final InferenceLimits limits;

  /**
   * How the parts of an envelope and the streams are called.
   *
   * @param by the member that names the type
   * @param payload the member that holds the event; empty when the whole is the event
   * @param message the messages' full names; {@code *} stands for the type in pascal case
   * @param stream the streams' names; {@code *} stands for the type in kebab case; empty for the
   *     messages' in kebab case
   */
  public record Naming(String by, String payload, String message, String stream) {}

  public Envelopes(Naming naming, InferenceLimits limits) {
    this.naming = naming;
    this.limits = limits;
  }

  /**
   * Adds all events of an input, as {@link Samples#read} does.
   *
   * @throws InferenceException when the input is not that, is beyond a limit, or an event does not
   *     say of which type it is
   */
  public void read(InputStream input) throws IOException {
    new SampleReader(limits).read(input, this::take);
  }

  private void take(JsonParser in) throws IOException {
    String where = SampleBudget.where(in);
    JsonNode envelope = JSON.readTree(in);
    String type = Words.snake(envelope.path(naming.by()).asText());
    JsonNode payload = naming.payload().isEmpty() ? envelope : envelope.path(naming.payload());
    if (type.isEmpty() || !payload.isObject()) {
      throw new InferenceException(
          Code.EVENT_NOT_OBJECT,
          "Cannot read the event at "
              + where
              + ": expected the type's name in '"
              + naming.by()
              + "'"
              + (naming.payload().isEmpty()
                  ? "."
                  : " and an object in '" + naming.payload() + "'."));
    }
    if (byType.size() >= MAX_TYPES && !byType.containsKey(type)) {
      throw new InferenceException(
          Code.LIMIT_EXCEEDED,
          "Cannot infer a contract for more than "
              + MAX_TYPES
              + " types at "
              + where
              + ": name another member than '"
              + naming.by()
              + "'.");
    }
    try (JsonParser event = JSON.treeAsTokens(payload)) {
      event.nextToken();
      byType.computeIfAbsent(type, this::samples).add(event);
    }
  }

  private Samples samples(String type) {
    return Samples.of(
        naming.message().replace(ANY, Words.pascal(type)),
        naming.stream().replace(ANY, type.replace('_', '-')),
        limits);
  }

  /** The samples of each type, by its name. */
  public List<Samples> samples() {
    return new ArrayList<>(byType.values());
  }
}
