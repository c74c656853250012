package io.datahem.contracts.infer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of the objects at one place, or at several that hold the same. An object shape that
 * was absorbed points to the one that stands for both: ask {@link #same} first. Equal to nothing
 * but itself. Not thread-safe.
 */
final class ObjectShape {
  private final List<Place> places = new ArrayList<>();
  private final Map<String, ValueShape> fields = new LinkedHashMap<>();
  private @Nullable ObjectShape absorbedBy;
  private @Nullable ValueShape mapValue;
  private Optional<String> keyLook = Optional.empty();
  private boolean cut;
  private long count;

  ObjectShape(Place place) {
    places.add(place);
  }

  /** Takes the object that starts at the parser's current token. */
  void observe(JsonParser in, SampleBudget budget) throws IOException {
    count++;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = budget.whole(in.currentName(), in);
      in.nextToken();
      ValueShape value = value(key, in, budget);
      if (value == null) {
        in.skipChildren();
      } else {
        value.observe(in, places.get(0).member(mapValue == null ? key : "*"), budget);
      }
    }
  }

  private @Nullable ValueShape value(String key, JsonParser in, SampleBudget budget) {
    if (mapValue != null) {
      return mapValue;
    }
    ValueShape known = fields.get(key);
    if (known != null) {
      return known;
    }
    if (fields.size() >= budget.limits().maxFieldsPerObject()) {
      budget.refuseWideEvent(places.get(0), in);
      return collapse();
    }
    boolean ofEvent = places.get(0).depth() == 0;
    if (!ofEvent && !budget.takeField()) {
      cut = true;
      return null;
    }
    ValueShape value = new ValueShape();
    fields.put(key, value);
    return value;
  }

  /**
   * From now on the keys are data: all values are of one shape, which is returned. For as long as
   * no shape is shared: what lies below moves to the place of the map's values.
   */
  ValueShape collapse() {
    ValueShape all = becomeMap();
    all.moveTo(places.get(0).member("*"));
    return all;
  }

  /** Stands at another place instead, with all below. */
  void moveTo(Place place) {
    places.clear();
    places.add(place);
    fields.forEach((key, value) -> value.moveTo(place.member(key)));
    if (mapValue != null) {
      mapValue.moveTo(place.member("*"));
    }
  }

  /** As {@link #collapse}, and everything below stays where it is. */
  private ValueShape becomeMap() {
    ValueShape all = mapValue;
    if (all == null) {
      all = new ValueShape();
      mapValue = all;
    }
    keyLook = keyLook.or(() -> MapKeys.look(fields.keySet()));
    List<ValueShape> values = List.copyOf(fields.values());
    fields.clear();
    for (ValueShape value : values) {
      all.absorb(value);
    }
    return all;
  }

  /** Adds the objects of another shape, which from now on is the same as this one. */
  void absorb(ObjectShape other) {
    if (other == this) {
      return;
    }
    other.absorbedBy = this;
    count += other.count;
    places.addAll(other.places);
    cut |= other.cut;
    if (mapValue != null || other.mapValue != null) {
      ValueShape all = becomeMap();
      all.absorb(other.becomeMap());
      keyLook = keyLook.or(() -> other.keyLook);
      return;
    }
    other.fields.forEach(
        (key, value) -> {
          ValueShape known = fields.putIfAbsent(key, value);
          if (known != null) {
            known.absorb(value);
          }
        });
    if (mapValue != null) {
      // What is nested in the other was this shape, and a map.
      becomeMap();
    }
  }

  /** The shape that stands for this one. */
  ObjectShape same() {
    ObjectShape shape = this;
    while (shape.absorbedBy != null) {
      shape = shape.absorbedBy;
    }
    return shape;
  }

  /** Values by key, in the order the keys came; empty for a map. */
  Map<String, ValueShape> fields() {
    return fields;
  }

  /** The values of a map; empty for a record. */
  Optional<ValueShape> mapValue() {
    return Optional.ofNullable(mapValue);
  }

  /** What a map's keys look like, for people; empty when they are only many. */
  Optional<String> keyLook() {
    return keyLook;
  }

  /** How many objects were seen. */
  long count() {
    return count;
  }

  /** True when some fields were left out, for there were too many. */
  boolean isCut() {
    return cut;
  }

  /** Gives up the fields: the objects are kept as JSON. */
  void cut() {
    cut = true;
    fields.clear();
  }

  /** Every place they were seen at; the first is where they were seen first. */
  List<Place> places() {
    return places;
  }
}
