package io.datahem.contracts.options;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * What is done to a field's value, in this order for text: coalesce, filter, extract, append,
 * replace, local to UTC. For repeated text only extract, append, replace and local to UTC apply,
 * each to every element.
 *
 * @param coalesce proto names of the sibling fields of which the first usable value is taken
 * @param filter a text that does not match the whole pattern becomes null
 * @param extract the first match replaces the value; no match leaves it
 * @param append appended to a value that is not empty
 * @param replace every match is replaced
 * @param localToUtc a local date-time becomes UTC
 * @param divide a double is divided by it
 */
public record ValueRules(
    List<String> coalesce,
    Optional<Pattern> filter,
    Optional<Pattern> extract,
    Optional<String> append,
    Optional<Replacement> replace,
    Optional<LocalToUtc> localToUtc,
    OptionalDouble divide) {

  /** Leaves every value as it is. */
  public static final ValueRules NONE =
      new ValueRules(
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty());

  public ValueRules {
    coalesce = List.copyOf(coalesce);
  }

  /** Every match of the pattern becomes the text (java.util.regex replacement syntax). */
  public record Replacement(Pattern pattern, String text) {}

  /** A local date-time of a zone becomes UTC. */
  public record LocalToUtc(ZoneId zone, TimePattern from, TimePattern to) {}

  /**
   * How times are written.
   *
   * @param text the pattern of {@code java.time}, or the name of one of its ISO formatters
   * @param formatter reads and writes it
   */
  public record TimePattern(String text, DateTimeFormatter formatter) {

    /** What local times are read by unless the option says otherwise. */
    public static final TimePattern ISO_LOCAL =
        new TimePattern("ISO_LOCAL_DATE_TIME", DateTimeFormatter.ISO_LOCAL_DATE_TIME);

    /** What UTC is written by unless the option says otherwise. */
    public static final TimePattern ISO_OFFSET =
        new TimePattern("ISO_OFFSET_DATE_TIME", DateTimeFormatter.ISO_OFFSET_DATE_TIME);

    /** What the formatter says of itself: the same of any two that do the same. */
    public String said() {
      return formatter.toString();
    }

    /**
     * A pattern as an option says it.
     *
     * @throws IllegalArgumentException when it is none
     * @throws ClassCastException the JDK's answer to padding (p) before numbers that stand close
     *     together
     */
    public static TimePattern of(String text) {
      return new TimePattern(text, DateTimeFormatter.ofPattern(text, Locale.ROOT));
    }
  }
}
