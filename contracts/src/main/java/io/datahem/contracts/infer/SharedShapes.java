package io.datahem.contracts.infer;

import io.datahem.contracts.infer.ValueShape.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds objects of different places that are the same: equal in shape, or one nearly a part of the
 * other, and no field of both of different kinds. They become one shape, and so do the objects in
 * them.
 */
final class SharedShapes {
  /** Fewer keys say little: such objects are the same only at places of the same name. */
  private static final int TELLING_KEYS = 3;

  /** What share of the smaller one's keys the larger one has, at least. */
  private static final double SHARE_OF_SMALLER = 0.85;

  /** What share of the larger one's keys the smaller one has, at least. */
  private static final double SHARE_OF_LARGER = 0.5;

  /** The same of objects in objects, which go together with what holds them. */
  private static final double SHARE_OF_LARGER_INSIDE = 0.3;

  /** What was merged may be alike to what was not, once it has more keys. */
  private static final int PASSES = 2;

  /** Shares what is the same below any of the events. */
  static void find(List<ObjectShape> events) {
    for (int pass = 0; pass < PASSES; pass++) {
      List<ObjectShape> shapes = new ArrayList<>();
      Set<ObjectShape> seen = new HashSet<>();
      for (ObjectShape event : events) {
        collectBelow(event, shapes, seen);
      }
      shapes.sort(Comparator.comparingInt((ObjectShape s) -> s.fields().size()).reversed());
      share(shapes);
    }
  }

  private static void share(List<ObjectShape> shapes) {
    List<ObjectShape> distinct = new ArrayList<>();
    for (ObjectShape shape : shapes) {
      if (shape.same() != shape) {
        continue;
      }
      Optional<ObjectShape> alike =
          distinct.stream()
              .filter(other -> other.same() == other && isAlike(other, shape))
              .findFirst();
      if (alike.isPresent()) {
        alike.get().absorb(shape);
      } else {
        distinct.add(shape);
      }
    }
  }

  private static void collectBelow(
      ObjectShape shape, List<ObjectShape> shapes, Set<ObjectShape> seen) {
    shape.fields().values().forEach(value -> collect(value, shapes, seen));
    shape.mapValue().ifPresent(value -> collect(value, shapes, seen));
  }

  private static void collect(ValueShape value, List<ObjectShape> shapes, Set<ObjectShape> seen) {
    ObjectShape object = value.object();
    if (object != null && seen.add(object)) {
      if (object.mapValue().isEmpty() && !object.fields().isEmpty()) {
        shapes.add(object);
      }
      collectBelow(object, shapes, seen);
    }
    ValueShape element = value.element();
    if (element != null) {
      collect(element, shapes, seen);
    }
  }

  private static boolean isAlike(ObjectShape larger, ObjectShape smaller) {
    Map<String, ValueShape> more = larger.fields();
    Map<String, ValueShape> less = smaller.fields();
    if (less.size() < SHARE_OF_LARGER * more.size() || larger.isCut() || smaller.isCut()) {
      return false;
    }
    long both = less.keySet().stream().filter(more::containsKey).count();
    boolean enough =
        both >= TELLING_KEYS
            ? both >= SHARE_OF_SMALLER * less.size() && both >= SHARE_OF_LARGER * more.size()
            : both == less.size() && both == more.size() && haveName(larger, smaller);
    return enough && !conflict(larger, smaller, new HashSet<>());
  }

  /** True when some places of both have one key, or stand side by side in one object. */
  private static boolean haveName(ObjectShape a, ObjectShape b) {
    Set<Object> names = new HashSet<>();
    a.places().forEach(place -> names.addAll(names(place)));
    return b.places().stream().anyMatch(place -> !Collections.disjoint(names, names(place)));
  }

  private static List<Object> names(Place place) {
    return place.parent().filter(parent -> parent.depth() > 0).isPresent()
        ? List.of(place.key(), List.of(place.parent().orElseThrow().path()))
        : List.of(place.key());
  }

  /** Two shapes that were compared. */
  private record Pair(ObjectShape a, ObjectShape b) {}

  private static boolean conflict(ObjectShape a, ObjectShape b, Set<Pair> compared) {
    if (a == b || !compared.add(new Pair(a, b))) {
      return false;
    }
    if (a.mapValue().isPresent() != b.mapValue().isPresent()) {
      return !a.fields().isEmpty() || !b.fields().isEmpty();
    }
    if (a.mapValue().isPresent()) {
      return conflict(a.mapValue().orElseThrow(), b.mapValue().orElseThrow(), compared);
    }
    int more = Math.max(a.fields().size(), b.fields().size());
    int less = Math.min(a.fields().size(), b.fields().size());
    long both = a.fields().keySet().stream().filter(b.fields()::containsKey).count();
    if (less > 0 && (both < SHARE_OF_SMALLER * less || both < SHARE_OF_LARGER_INSIDE * more)) {
      return true;
    }
    return a.fields().entrySet().stream()
        .anyMatch(
            field -> {
              ValueShape other = b.fields().get(field.getKey());
              return other != null && conflict(field.getValue(), other, compared);
            });
  }

  /** True when together they would be less than each of them alone. */
  private static boolean conflict(ValueShape a, ValueShape b, Set<Pair> compared) {
    Set<Kind> kinds = a.kinds();
    Set<Kind> others = b.kinds();
    if (kinds.isEmpty() || others.isEmpty()) {
      return false;
    }
    if (!kinds.equals(others)) {
      return true;
    }
    if (a.texts() != null && b.texts() != null && conflict(a.texts(), b.texts())) {
      return true;
    }
    ObjectShape object = a.object();
    ObjectShape other = b.object();
    if (object != null && other != null && conflict(object, other, compared)) {
      return true;
    }
    ValueShape element = a.element();
    ValueShape otherElement = b.element();
    return element != null
        && otherElement != null
        && (conflict(element, otherElement, compared)
            || (element.nulls() > 0) != (otherElement.nulls() > 0));
  }

  private static boolean conflict(TextStats a, TextStats b) {
    return a.hasText() && b.hasText() && !Objects.equals(a.columnType(), b.columnType());
  }

  private SharedShapes() {}
}
