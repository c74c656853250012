package io.datahem.contracts.infer;

import io.datahem.contracts.infer.FieldType.Shape;
import io.datahem.contracts.infer.FieldType.Why;
import io.datahem.contracts.infer.ValueShape.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was seen of a field, in sentences: its values, how often there are none, why its type. */
final class FieldComment {
  private final List<String> sentences = new ArrayList<>();
  private final Examples examples;
  private final boolean ofPerson;

  private FieldComment(Examples examples, boolean ofPerson) {
    this.examples = examples;
    this.ofPerson = ofPerson;
  }

  /**
   * The comment of a field.
   *
   * @param in the objects that might have had it
   * @param personalData of what seems to be personal no value is shown, and of what seems to be a
   *     person none that may be of one alone
   */
  static String of(
      String key,
      ValueShape value,
      FieldType type,
      ObjectShape in,
      PersonalData personalData,
      Examples examples) {
    FieldComment comment = new FieldComment(examples, personalData.isOfPerson(in));
    Optional<String> personal = personalData.guess(key, in);
    if (personal.isPresent()) {
      comment.sentences.add(
          personal.get().equals("secret")
              ? "A secret, it seems."
              : "Personal data, it seems (" + personal.get() + ").");
    }
    comment.why(value, type);
    comment.values(key, value, type, personal.isPresent());
    comment.absences(value, type, in.count());
    if (comment.sentences.isEmpty()) {
      comment.sentences.add("Present in all " + count(in.count()) + ".");
    }
    return String.join(" ", comment.sentences);
  }

  private void why(ValueShape value, FieldType type) {
    switch (type.why()) {
      case PLAIN -> {}
      case ALWAYS_NULL -> sentences.add("Always null so far.");
      case MIXED -> sentences.add("Of mixed types, so it is JSON: " + kinds(mixed(value)) + ".");
      case ALWAYS_EMPTY -> sentences.add("Always empty so far.");
      case NULL_IN_LIST -> sentences.add("Some elements are null, so they are JSON.");
      case NESTED_LISTS -> sentences.add("Lists in a list: each is JSON.");
      case NULL_IN_MAP -> sentences.add("Some values are null, so they are JSON.");
      case SOME_IN_QUOTES -> sentences.add("A number, sometimes in quotes.");
      case BEYOND_INT64 -> sentences.add("Beyond a signed integer of 64 bits.");
      case NO_NUMBER_TYPE -> sentences.add("Beyond protobuf's numbers, so it is JSON.");
      case TOO_MANY_FIELDS -> sentences.add("Too many distinct fields for columns, so it is JSON.");
    }
  }

  private static ValueShape mixed(ValueShape value) {
    if (value.kinds().size() > 1) {
      return value;
    }
    ValueShape element = value.element();
    ObjectShape object = value.object();
    if (element != null) {
      return element;
    }
    return object == null ? value : object.mapValue().orElse(value);
  }

  private static String kinds(ValueShape value) {
    return value.kinds().stream()
        .map(kind -> name(kind) + " in " + count(value.count(kind)))
        .collect(Collectors.joining(", "));
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case BOOL -> "a boolean";
      case NUMBER -> "a number";
      case TEXT -> "a text";
      case OBJECT -> "an object";
      case LIST -> "a list";
    };
  }

  private void values(String key, ValueShape value, FieldType type, boolean personal) {
    if (value.kinds().size() != 1) {
      return;
    }
    ValueShape element = value.element();
    NumberStats numbers = value.numbers();
    TextStats texts = value.texts();
    ObjectShape object = value.object();
    if (element != null) {
      values(key, element, type, personal);
    } else if (numbers != null) {
      numbers(key, numbers, personal);
    } else if (texts != null) {
      texts(texts, type, personal);
    } else if (object != null && object.mapValue().isPresent()) {
      map(object);
    } else if (value.trues() == 0 || value.falses() == 0) {
      if (value.kinds().contains(Kind.BOOL)) {
        sentences.add("Always " + (value.trues() > 0) + " so far.");
      }
    } else {
      sentences.add("True in " + count(value.trues()) + " of " + count(value.present()) + ".");
    }
  }

  private void map(ObjectShape object) {
    sentences.add(
        "The keys are data: " + object.keyLook().orElse("many, and few in each object") + ".");
  }

  private void numbers(String key, NumberStats numbers, boolean personal) {
    if (personal || ofPerson) {
      return;
    }
    Optional<String> epoch = Epoch.guess(key, numbers);
    if (epoch.isPresent()) {
      sentences.add(epoch.get());
    } else if (numbers.least().equals(numbers.most())) {
      sentences.add("Example: " + numbers.most() + ".");
    } else {
      sentences.add("From " + numbers.least() + " to " + numbers.most() + ".");
    }
    if (numbers.losesDigits()) {
      sentences.add("The largest lose digits.");
    }
  }

  private void texts(TextStats texts, FieldType type, boolean personal) {
    if (!texts.hasText()) {
      sentences.add("Always an empty text so far.");
      return;
    }
    Optional<TextFormat> format = texts.format();
    if (!personal || format.filter(f -> f != TextFormat.EMAIL).isPresent()) {
      format.map(f -> describe(f, texts)).ifPresent(sentences::add);
    }
    if (type.column().isEmpty() && texts.columnType().isPresent()) {
      sentences.add("A map's values have no column type of their own.");
    }
    if (!personal && format.filter(TextFormat.URL::equals).isEmpty()) {
      examples(texts, format);
    }
    if (texts.empty() > 0) {
      sentences.add("Empty in " + count(texts.empty()) + " of " + count(texts.count()) + ".");
    }
  }

  private void examples(TextStats texts, Optional<TextFormat> format) {
    List<String> vocabulary = format.isPresent() ? List.of() : examples.vocabulary(texts);
    if (!vocabulary.isEmpty()) {
      sentences.add("Seen: " + String.join(", ", vocabulary) + ".");
    } else if (!ofPerson) {
      examples
          .one(texts)
          .ifPresent(text -> sentences.add("Example: " + Examples.quoted(text) + "."));
    }
  }

  private String describe(TextFormat format, TextStats texts) {
    Optional<Integer> digits = format == TextFormat.HEX ? texts.fixedChars() : Optional.empty();
    Optional<String> below = format == TextFormat.URL ? below(texts.prefix()) : Optional.empty();
    return below
        .map(url -> "A URL below " + url + ".")
        .orElseGet(
            () -> digits.map(n -> n + " hexadecimal digits.").orElse(format.description() + "."));
  }

  /** Where all URLs lie, as far as that may be shown: the host at least. */
  private Optional<String> below(String prefix) {
    int host = prefix.indexOf('/', prefix.indexOf("://") + 3);
    for (int end = prefix.lastIndexOf('/'); end >= host && host > 0; ) {
      if (examples.mayBeShown(prefix.substring(host, end + 1))) {
        return Optional.of(Examples.onOneLine(prefix.substring(0, end + 1)));
      }
      end = prefix.lastIndexOf('/', end - 1);
    }
    return Optional.empty();
  }

  private void absences(ValueShape value, FieldType type, long objects) {
    if (type.shape() == Shape.REPEATED
        && value.emptyLists() > 0
        && type.why() != Why.ALWAYS_EMPTY) {
      sentences.add("Empty in " + count(value.emptyLists()) + " of " + count(value.count()) + ".");
    }
    long absent = objects - value.count();
    boolean nulls = value.nulls() > 0 && type.why() != Why.ALWAYS_NULL;
    if (nulls || absent > 0) {
      String what =
          (nulls ? "null in " + count(value.nulls()) : "")
              + (nulls && absent > 0 ? " and " : "")
              + (absent > 0 ? "absent in " + count(absent) : "");
      sentences.add(
          what.substring(0, 1).toUpperCase(Locale.ROOT)
              + what.substring(1)
              + " of "
              + count(objects)
              + ".");
    }
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
