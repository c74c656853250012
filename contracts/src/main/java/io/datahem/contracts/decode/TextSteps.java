package io.datahem.contracts.decode;

import io.datahem.contracts.decode.ColumnPlan.ValueStep;
import io.datahem.contracts.options.FieldOptions;
import io.datahem.contracts.options.ValueRules;
import io.datahem.contracts.options.ValueRules.LocalToUtc;
import io.datahem.contracts.options.ValueRules.Replacement;
import io.datahem.contracts.table.ColumnType;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a text field, in DataHem's order: filter, extract, append, replace, local to UTC,
 * then the type.
 */
final class TextSteps {
  static final ValueStep AS_IT_IS = value -> value;

  /** Not the hour: midnight may be written as the end of a day, 24:00. */
  private static final List<ChronoField> PARTS =
      List.of(
          ChronoField.MONTH_OF_YEAR,
          ChronoField.DAY_OF_MONTH,
          ChronoField.MINUTE_OF_HOUR,
          ChronoField.SECOND_OF_MINUTE);

  private static final String LOCAL_TIME = "a local date and time of the option's pattern";

  /** How much longer a replacement makes a text: ten times and as much as one replacement. */
  private static final int MAX_TIMES_LONGER = 10;

  private static final int MAX_LONGER_CHARS = 1_000;

  static ValueStep compile(FieldOptions options, boolean repeated) {
    ValueRules rules = options.values();
    List<ValueStep> steps = new ArrayList<>();
    if (!repeated) {
      rules.filter().ifPresent(regex -> steps.add(filter(regex)));
    }
    rules.extract().ifPresent(regex -> steps.add(extract(regex)));
    rules.append().ifPresent(text -> steps.add(append(text)));
    rules.replace().ifPresent(replacement -> steps.add(replace(replacement)));
    ColumnType type = options.type().orElse(ColumnType.STRING);
    if (TextColumns.isTime(type)) {
      steps.add(value -> ((String) value).isEmpty() ? null : value);
    }
    ValueStep last = TextColumns.step(type);
    if (TextColumns.isTime(type) && rules.localToUtc().isPresent()) {
      steps.add(localToUtc(rules.localToUtc().get(), type, last));
    } else if (last != AS_IT_IS) {
      steps.add(last);
    }
    return chain(List.copyOf(steps));
  }

  private static ValueStep chain(List<ValueStep> steps) {
    if (steps.isEmpty()) {
      return AS_IT_IS;
    }
    return value -> {
      Object result = value;
      for (ValueStep step : steps) {
        if (result == null || result instanceof Rejection) {
          return result;
        }
        result = step.apply(result);
      }
      return result;
    };
  }

  private static ValueStep filter(Pattern regex) {
    List<CharacterRun> runs = CharacterRun.alternatives(regex);
    if (!runs.isEmpty()) {
      return value -> CharacterRun.matches(runs, (String) value) ? value : null;
    }
    return bounded(value -> matcher(regex, value).matches() ? value : null);
  }

  private static ValueStep extract(Pattern regex) {
    List<CharacterRun> runs = CharacterRun.alternatives(regex);
    if (runs.size() == 1) {
      CharacterRun run = runs.get(0);
      return value -> {
        String first = run.first((String) value);
        return first == null ? value : first;
      };
    }
    return bounded(
        value -> {
          Matcher matcher = matcher(regex, value);
          return matcher.find() ? matcher.group() : value;
        });
  }

  private static ValueStep append(String text) {
    return value -> ((String) value).isEmpty() ? value : value + text;
  }

  private static ValueStep replace(Replacement rule) {
    return bounded(
        value -> {
          try {
            return replaced(matcher(rule.pattern(), value), rule.text(), (String) value);
          } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Rejection.invalid(
                (String) value, "a text that the replacement " + rule.text() + " fits");
          }
        });
  }

  /** A replacement may lengthen a text, but an event must not become a row beyond all bounds. */
  private static Object replaced(Matcher matcher, String by, String value) {
    StringBuilder out = new StringBuilder();
    long mostChars = MAX_LONGER_CHARS + (long) MAX_TIMES_LONGER * value.length();
    while (matcher.find()) {
      matcher.appendReplacement(out, by);
      if (out.length() > mostChars) {
        return Rejection.invalid(value, "a text that its replacement lengthens less");
      }
    }
    return matcher.appendTail(out).toString();
  }

  /** A repeated group goes down the stack with every repetition: a long text ends it. */
  private static ValueStep bounded(ValueStep step) {
    return value -> {
      try {
        return step.apply(value);
      } catch (BoundedText.TooManySteps e) {
        return Rejection.tooSlow(
            (String) value,
            "a text that the field's regex settles within " + BoundedText.MAX_STEPS + " steps");
      } catch (StackOverflowError e) {
        return Rejection.tooSlow(
            (String) value, "a text short enough for the repeated groups of the field's regex");
      }
    };
  }

  private static ValueStep localToUtc(LocalToUtc rule, ColumnType type, ValueStep last) {
    ValueStep judging = chain(List.of(localToUtc(rule), last));
    UsualLocalTime usual = type == ColumnType.TIMESTAMP ? UsualLocalTime.of(rule) : null;
    if (usual == null) {
      return judging;
    }
    return value -> {
      Instant moment = usual.utc((String) value);
      return moment == null ? judging.apply(value) : moment;
    };
  }

  /** A local time, which becomes the text of a moment. */
  static ValueStep localToUtc(LocalToUtc rule) {
    DateTimeFormatter from = rule.from().formatter();
    return value -> {
      try {
        LocalDateTime local = local((String) value, from);
        if (local == null) {
          return Rejection.invalid((String) value, LOCAL_TIME);
        }
        return local
            .atZone(rule.zone())
            .withZoneSameInstant(ZoneOffset.UTC)
            .format(rule.to().formatter());
      } catch (DateTimeException | ArithmeticException | IndexOutOfBoundsException e) {
        return Rejection.invalid((String) value, LOCAL_TIME);
      }
    };
  }

  /**
   * Null when a text is not of a pattern, or has a part that cannot be: an exception for it, with
   * its stack, would cost more than the pattern.
   */
  private static @Nullable LocalDateTime local(String text, DateTimeFormatter pattern) {
    ParsePosition at = new ParsePosition(0);
    TemporalAccessor parts = pattern.parseUnresolved(text, at);
    if (parts == null || at.getIndex() < text.length()) {
      return null;
    }
    for (ChronoField part : PARTS) {
      if (parts.isSupported(part) && !part.range().isValidValue(parts.getLong(part))) {
        return null;
      }
    }
    return LocalDateTime.parse(text, pattern);
  }

  private static Matcher matcher(Pattern regex, Object value) {
    return regex.matcher(new BoundedText((String) value, new int[] {BoundedText.MAX_STEPS}));
  }

  /**
   * What coalesce takes: not empty and not the date that says "none".
   *
   * @param set true when the field can be set to its default, which is a value then
   */
  static boolean isUsable(Object value, boolean set) {
    if (value instanceof String text) {
      return !text.isEmpty()
          && !text.equals("0001-01-01 00:00:00")
          && !text.equals("0001-01-01T00:00:00");
    }
    if (value instanceof byte[] bytes) {
      return bytes.length > 0;
    }
    return set || isNotZero(value);
  }

  private static boolean isNotZero(@Nullable Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    return !(value instanceof Number number) || number.doubleValue() != 0;
  }

  private TextSteps() {}
}
