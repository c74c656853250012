package io.datahem.contracts.infer;

import com.fasterxml.jackson.core.JsonParser;
import io.datahem.contracts.infer.InferenceException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * What was seen of one stream's events. Memory grows with their distinct fields, as {@link
 * InferenceLimits} bounds them, never with the number of events. Not thread-safe.
 */
public final class Samples {
  private static final Pattern MESSAGE = Pattern.compile("([a-z][a-z0-9_]*\\.)+[A-Z][A-Za-z0-9]*");
  private static final int MAX_MESSAGE_CHARS = 200;

  private final String message;
  private final String stream;
  private final SampleBudget budget;
  private final SampleReader reader;
  private final ObjectShape event;

  private Samples(String message, String stream, InferenceLimits limits) {
    this.message = message;
    this.stream = stream;
    this.budget = new SampleBudget(limits);
    this.reader = new SampleReader(limits);
    this.event = new ObjectShape(Place.event(message.substring(message.lastIndexOf('.') + 1)));
  }

  /**
   * None yet.
   *
   * @param message the full name of the message to be, e.g. {@code shop.v1.Order}
   * @param stream the stream's name, empty for the message's in kebab case
   * @throws InferenceException when the name is none of protobuf
   */
  public static Samples of(String message, String stream, InferenceLimits limits) {
    if (message.length() > MAX_MESSAGE_CHARS || !MESSAGE.matcher(message).matches()) {
      throw new InferenceException(
          Code.NAME_INVALID,
          "Cannot name a message '"
              + message.substring(0, Math.min(message.length(), 80))
              + "', expected package and message like shop.v1.OrderPlaced.");
    }
    return new Samples(message, stream, limits);
  }

  /**
   * Adds all events of an input: an object a line, objects over several lines, or one list of
   * objects, in UTF-8.
   *
   * @throws InferenceException when the input is not that, or is beyond a limit
   */
  public void read(InputStream input) throws IOException {
    reader.read(input, this::add);
  }

  /** Adds the event that starts at the parser's current token. */
  void add(JsonParser in) throws IOException {
    event.observe(in, budget);
  }

  /** How many events were added. */
  public long count() {
    return event.count();
  }

  String message() {
    return message;
  }

  String packageName() {
    return message.substring(0, message.lastIndexOf('.'));
  }

  String simpleName() {
    return message.substring(message.lastIndexOf('.') + 1);
  }

  String stream() {
    return stream;
  }

  ObjectShape event() {
    return event;
  }
}
