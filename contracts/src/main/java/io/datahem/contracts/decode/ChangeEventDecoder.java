package io.datahem.contracts.decode;

import io.datahem.contracts.decode.ChangeEnvelope.Image;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.table.SystemColumns;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes change events: the new image is the row, the old one when there is no new one. Only the
 * image that becomes the row is read; the rest of the envelope is gone over. Thread-safe.
 */
final class ChangeEventDecoder implements EventDecoder {
  private static final String OPERATION_ATTRIBUTE = "operation";
  private static final String PUBLISHED_ATTRIBUTE = "dynamoDbStreamPublished";
  private static final String EVENT_ID_ATTRIBUTE = "dynamoDbStreamEventId";
  private static final String INSERTED = "INSERT";
  private static final String MODIFIED = "MODIFY";

  private final JsonEventDecoder images;
  private final Set<String> keys;
  private final int systemColumns;

  /**
   * A decoder of envelopes.
   *
   * @param images decodes an image
   * @param keys names of the fields of which a true image has one
   * @param systemColumns how many slots of a row stand behind the image's; the change's come first
   */
  ChangeEventDecoder(JsonEventDecoder images, Set<String> keys, int systemColumns) {
    this.images = images;
    this.keys = Set.copyOf(keys);
    this.systemColumns = systemColumns;
  }

  @Override
  public Decoding decode(byte[] bytes, int from, int length, Map<String, String> attributes) {
    DecodeRun run = images.open(bytes, from, length);
    try {
      return decode(run, attributes);
    } finally {
      run.close();
    }
  }

  private Decoding decode(DecodeRun run, Map<String, String> attributes) {
    run.in.space();
    if (run.in.position() == run.in.end()) {
      return Rejections.empty();
    }
    ChangeEnvelope envelope = ChangeEnvelope.read(run, keys);
    Image created = envelope.newImage();
    Image before = envelope.oldImage();
    Image image = created == null ? before : created;
    if (run.failed() || image == null) {
      return Rejections.of(run);
    }
    String operation =
        created == null ? SystemColumns.REMOVED : before == null ? INSERTED : MODIFIED;
    run.in.narrow(image.from(), image.to());
    Decoding decoding = images.decode(run, attributes(attributes, envelope, operation));
    if (decoding instanceof Rejected rejected) {
      return in(image, rejected);
    }
    if (decoding instanceof Decoded decoded) {
      complete(decoded.row(), envelope, operation);
    }
    return decoding;
  }

  /** In the order of {@link SystemColumns#CHANGES}. */
  private void complete(@Nullable Object[] row, ChangeEnvelope envelope, String operation) {
    int slot = row.length - systemColumns;
    row[slot++] = operation;
    row[slot++] = envelope.published();
    row[slot] = envelope.eventId();
  }

  /** The event's attributes and the change's; the event's alone when none is asked for. */
  private Map<String, String> attributes(
      Map<String, String> ofEvent, ChangeEnvelope envelope, String operation) {
    if (!images.takesAttributes()) {
      return ofEvent;
    }
    Map<String, String> all = new HashMap<>(ofEvent);
    all.put(OPERATION_ATTRIBUTE, operation);
    String published = envelope.publishedText();
    if (published != null) {
      all.put(PUBLISHED_ATTRIBUTE, published);
    }
    String eventId = envelope.eventId();
    if (eventId != null) {
      all.put(EVENT_ID_ATTRIBUTE, eventId);
    }
    return all;
  }

  private static Rejected in(Image image, Rejected rejected) {
    String path = rejected.path().isEmpty() ? image.name() : image.name() + "." + rejected.path();
    return new Rejected(
        rejected.code(), path, rejected.found(), rejected.expected(), rejected.offset());
  }
}
