package io.datahem.contracts.infer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where in the events something stands.
 *
 * @param in the place it stands in; null for an event itself
 * @param key the key it has there, the message's name for an event, {@code *} for any of a map's
 * @param list whether it is an element of the lists there
 */
record Place(@Nullable Place in, String key, boolean list) {

  /** An event itself. */
  static Place event(String message) {
    return new Place(null, message, false);
  }

  Place member(String name) {
    return new Place(this, name, false);
  }

  Place element() {
    return new Place(in, key, true);
  }

  /** The event's message. */
  String message() {
    return in == null ? key : in.message();
  }

  /** How many keys lead here. */
  int depth() {
    return in == null ? 0 : 1 + in.depth();
  }

  /** The place of the object whose member this is. */
  Optional<Place> parent() {
    return Optional.ofNullable(in);
  }

  /** The keys that lead here from the event, with dots; empty for the event itself. */
  String path() {
    if (in == null) {
      return "";
    }
    String before = in.path();
    return (before.isEmpty() ? "" : before + ".") + key + (list ? "[]" : "");
  }
}
