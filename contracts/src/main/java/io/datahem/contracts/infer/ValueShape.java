package io.datahem.contracts.infer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was seen at one place of the events: how often which kind of value. Not thread-safe. */
final class ValueShape {
  private long nulls;
  private long trues;
  private long falses;
  private @Nullable NumberStats numbers;
  private @Nullable TextStats texts;
  private @Nullable ObjectShape object;
  private long objects;
  private long lists;
  private long emptyLists;
  private long maxElements;
  private @Nullable ValueShape element;

  /** JSON's kinds of values but null. */
  enum Kind {
    BOOL,
    NUMBER,
    TEXT,
    OBJECT,
    LIST
  }

  /** Takes the value at the parser's current token; afterwards that is the value's last token. */
  void observe(JsonParser in, Place place, SampleBudget budget) throws IOException {
    switch (in.currentToken()) {
      case VALUE_NULL -> nulls++;
      case VALUE_TRUE -> trues++;
      case VALUE_FALSE -> falses++;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        numbers = numbers == null ? new NumberStats() : numbers;
        numbers.observe(in);
      }
      case VALUE_STRING -> {
        texts = texts == null ? new TextStats(budget.limits()) : texts;
        texts.observe(budget.whole(in.getText(), in));
      }
      case START_OBJECT -> {
        object = object == null ? new ObjectShape(place) : object;
        objects++;
        object.observe(in, budget);
      }
      case START_ARRAY -> list(in, place, budget);
      default -> throw new IllegalStateException("No value: " + in.currentToken());
    }
  }

  private void list(JsonParser in, Place place, SampleBudget budget) throws IOException {
    lists++;
    long elements = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      ValueShape each = element == null ? new ValueShape() : element;
      element = each;
      each.observe(in, place.element(), budget);
      elements++;
    }
    emptyLists += elements == 0 ? 1 : 0;
    maxElements = Math.max(maxElements, elements);
  }

  /** Adds what was seen at another place, which is not looked at again. */
  void absorb(ValueShape other) {
    nulls += other.nulls;
    trues += other.trues;
    falses += other.falses;
    if (numbers == null) {
      numbers = other.numbers;
    } else if (other.numbers != null) {
      numbers.merge(other.numbers);
    }
    if (texts == null) {
      texts = other.texts;
    } else if (other.texts != null) {
      texts.merge(other.texts);
    }
    if (object == null) {
      object = other.object;
    } else if (other.object != null) {
      object.same().absorb(other.object.same());
    }
    objects += other.objects;
    lists += other.lists;
    emptyLists += other.emptyLists;
    maxElements = Math.max(maxElements, other.maxElements);
    if (element == null) {
      element = other.element;
    } else if (other.element != null) {
      element.absorb(other.element);
    }
  }

  /** Stands at another place instead, with all below. */
  void moveTo(Place place) {
    ObjectShape here = object();
    if (here != null) {
      here.moveTo(place);
    }
    if (element != null) {
      element.moveTo(place.element());
    }
  }

  Set<Kind> kinds() {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    if (trues + falses > 0) {
      kinds.add(Kind.BOOL);
    }
    if (numbers != null) {
      kinds.add(Kind.NUMBER);
    }
    if (texts != null) {
      kinds.add(Kind.TEXT);
    }
    if (object != null) {
      kinds.add(Kind.OBJECT);
    }
    if (lists > 0) {
      kinds.add(Kind.LIST);
    }
    return kinds;
  }

  /** How often a value of a kind was seen. */
  long count(Kind kind) {
    return switch (kind) {
      case BOOL -> trues + falses;
      case NUMBER -> numbers == null ? 0 : numbers.count();
      case TEXT -> texts == null ? 0 : texts.count();
      case LIST -> lists;
      case OBJECT -> objects;
    };
  }

  /** How often any value was seen, null included. */
  long count() {
    return nulls + present();
  }

  /** How often a value other than null was seen. */
  long present() {
    long count = 0;
    for (Kind kind : kinds()) {
      count += count(kind);
    }
    return count;
  }

  long nulls() {
    return nulls;
  }

  long trues() {
    return trues;
  }

  long falses() {
    return falses;
  }

  @Nullable NumberStats numbers() {
    return numbers;
  }

  @Nullable TextStats texts() {
    return texts;
  }

  /** The objects seen here, and at all places found to be the same. */
  @Nullable ObjectShape object() {
    return object == null ? null : object.same();
  }

  long emptyLists() {
    return emptyLists;
  }

  long maxElements() {
    return maxElements;
  }

  /** The elements of all lists, null when all were empty. */
  @Nullable ValueShape element() {
    return element;
  }
}
