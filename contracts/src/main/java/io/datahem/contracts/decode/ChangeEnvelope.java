package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.JsonFault;
import io.datahem.contracts.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where in an event the images of a change stand: found by going over the text once, without
 * looking at what the images say. Other members of the envelope are passed over. An image that is
 * null, empty or without any of the key's fields is none. Not thread-safe.
 */
final class ChangeEnvelope {
  static final String NEW_IMAGE = "NewImage";
  static final String OLD_IMAGE = "OldImage";
  private static final String PUBLISHED = "Published";
  private static final String EVENT_ID = "EventId";

  /** A part of the text; of no image when it starts nowhere. */
  record Image(String name, int from, int to) {
    boolean isThere() {
      return from >= 0;
    }
  }

  private final DecodeRun run;
  private final JsonCursor in;
  private final Set<String> keys;
  private @Nullable Image newImage;
  private @Nullable Image oldImage;
  private @Nullable String publishedText;
  private @Nullable Instant published;
  private @Nullable String eventId;

  private ChangeEnvelope(DecodeRun run, Set<String> keys) {
    this.run = run;
    this.in = run.in;
    this.keys = keys;
  }

  /**
   * Goes over the event that a run was opened with; the run has failed when it is no envelope.
   *
   * @param keys names of the fields of which a true image has one; empty when any will do
   */
  static ChangeEnvelope read(DecodeRun run, Set<String> keys) {
    ChangeEnvelope envelope = new ChangeEnvelope(run, keys);
    envelope.object(envelope::member);
    run.in.finish();
    if (!run.failed() && envelope.newImage() == null && envelope.oldImage() == null) {
      run.reject(Code.FIELD_MISSING, 0, "no image", "NewImage or OldImage with a value of the key");
    }
    return envelope;
  }

  @Nullable Image newImage() {
    return newImage == null || !newImage.isThere() ? null : newImage;
  }

  @Nullable Image oldImage() {
    return oldImage == null || !oldImage.isThere() ? null : oldImage;
  }

  /** As it was written. */
  @Nullable String publishedText() {
    return publishedText;
  }

  @Nullable Instant published() {
    return published;
  }

  @Nullable String eventId() {
    return eventId;
  }

  /** Takes a member's value, at which the cursor is; its name stands before. */
  private interface Member {
    void take(int quote, int behindName);
  }

  private void object(Member member) {
    if (in.space() != '{') {
      run.reject(Code.FIELD_WRONG_TYPE, in.position(), "an object");
      return;
    }
    if (!in.enter()) {
      return;
    }
    byte at = in.next();
    while (at != '}' && !in.failed()) {
      int quote = in.position();
      in.skipString();
      int behind = in.position();
      in.atMember(quote);
      in.colon();
      if (!in.failed()) {
        member.take(quote, behind);
      }
      at = in.space();
      if (at == ',') {
        at = in.next();
        if (at != '"') {
          in.fail(JsonFault.NOT_JSON);
        }
      } else if (at != '}') {
        in.fail(JsonFault.NOT_JSON);
      }
    }
    in.leave();
    in.moveTo(in.failed() ? in.end() : in.position() + 1);
  }

  private void member(int quote, int behindName) {
    String name = text(quote, behindName);
    switch (name) {
      case NEW_IMAGE -> newImage = image(name, newImage);
      case OLD_IMAGE -> oldImage = image(name, oldImage);
      case PUBLISHED -> published(single(publishedText));
      case EVENT_ID -> eventId = single(eventId);
      default -> in.skipValue();
    }
  }

  private Image image(String name, @Nullable Image before) {
    once(before);
    int from = in.position();
    if (in.current() == 'n') {
      in.skipValue();
      return new Image(name, -1, -1);
    }
    boolean[] isKeyed = {false};
    object(
        (quote, behindName) -> {
          isKeyed[0] |= in.current() != 'n' && isKey(quote, behindName);
          in.skipValue();
        });
    return isKeyed[0] ? new Image(name, from, in.position()) : new Image(name, -1, -1);
  }

  private boolean isKey(int quote, int behindName) {
    return keys.isEmpty() || keys.contains(text(quote, behindName));
  }

  private void published(@Nullable String text) {
    int place = in.position();
    publishedText = text;
    published = text == null ? null : Rfc3339.parse(text);
    if (text != null && published == null) {
      run.reject(
          Code.FIELD_INVALID_FORMAT,
          place,
          Found.text("string", text),
          "a time such as 2026-01-02T03:04:05.678Z");
    }
  }

  private @Nullable String single(@Nullable String before) {
    once(before);
    int from = in.position();
    if (in.current() != '"' && in.current() != 'n') {
      run.reject(Code.FIELD_WRONG_TYPE, from, "a string");
      return null;
    }
    in.skipValue();
    return in.failed() || in.bytes()[from] == 'n' ? null : text(from, in.position());
  }

  private void once(@Nullable Object before) {
    if (before != null) {
      run.reject(Code.JSON_DUPLICATE_FIELD, in.position(), "each member once");
    }
  }

  /** What a string says that was taken. */
  private String text(int quote, int behind) {
    String raw = new String(in.bytes(), quote + 1, behind - quote - 2, StandardCharsets.UTF_8);
    return raw.indexOf('\\') < 0 ? raw : JsonText.unescape(raw);
  }
}
