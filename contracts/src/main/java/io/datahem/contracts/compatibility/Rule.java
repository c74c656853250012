package io.datahem.contracts.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * One way a change can break a reader: a code, why it breaks, for whom, the test, the fix.
 * Immutable.
 *
 * @param <T> what it looks at: a message, a field, an enum, a column, a contract
 */
public final class Rule<T> {
  private final Words words;
  private final Set<Break> breaks;
  private final Kind kind;
  private final Test<T> test;

  private Rule(Words words, Set<Break> breaks, Kind kind, Test<T> test) {
    this.words = words;
    this.breaks = Set.copyOf(breaks);
    this.kind = kind;
    this.test = test;
  }

  /** What a break of a rule means for a policy. */
  enum Kind {
    /** Data is lost or refused. */
    LOSS,
    /** The writer has values that the reader has not: what grew is new to old readers. */
    GROWTH,
    /** Nothing is lost yet: a later change could make old data mean something else. */
    PROMISE
  }

  /** Looks at one element as it was and as it is to be. */
  interface Test<T> {
    Optional<Broken> broken(T before, T after);
  }

  /** What a reader loses of what a writer can write, whichever of the two is the older. */
  interface Reading<T> {
    List<Loss> lost(T writer, T reader);
  }

  /**
   * A rule's words.
   *
   * @param code the stable code
   * @param why why such a change breaks somebody, in a sentence
   * @param fix what to do instead, in a sentence
   */
  record Words(String code, String why, String fix) {

    /** A rule that holds both ways: the old reads the new as the new reads the old. */
    <T> Rule<T> reading(Set<Format> formats, BiFunction<T, T, String> what, Reading<T> reading) {
      return new Rule<>(this, Break.bothWays(formats), Kind.LOSS, bothWays(what, reading));
    }

    /** A rule of what may come after what. */
    <T> Rule<T> changing(Set<Break> breaks, Test<T> test) {
      return new Rule<>(this, breaks, Kind.LOSS, test);
    }
  }

  static Words words(String code, String why, String fix) {
    return new Words(code, why, fix);
  }

  /** The same with a fix that names what changed, in place of the general one. */
  Rule<T> fixing(BiFunction<T, T, String> fix) {
    return new Rule<>(
        words,
        breaks,
        kind,
        (before, after) ->
            test.broken(before, after)
                .map(
                    broken ->
                        new Broken(broken.what(), fix.apply(before, after), broken.examples())));
  }

  Rule<T> growth() {
    return new Rule<>(words, breaks, Kind.GROWTH, test);
  }

  Rule<T> promise() {
    return new Rule<>(words, breaks, Kind.PROMISE, test);
  }

  private static <T> Test<T> bothWays(BiFunction<T, T, String> what, Reading<T> reading) {
    return (before, after) -> {
      Map<Break, JsonNode> examples = new EnumMap<>(Break.class);
      for (Loss loss : reading.lost(before, after)) {
        examples.putIfAbsent(Break.of(true, loss.format()), loss.example());
      }
      for (Loss loss : reading.lost(after, before)) {
        examples.putIfAbsent(Break.of(false, loss.format()), loss.example());
      }
      return examples.isEmpty()
          ? Optional.empty()
          : Optional.of(new Broken(what.apply(before, after), "", examples));
    };
  }

  /** The stable code. */
  public String code() {
    return words.code;
  }

  /** Why such a change breaks somebody, in a sentence. */
  public String why() {
    return words.why;
  }

  /** What to do instead, in a sentence. */
  public String fix() {
    return words.fix;
  }

  /** Everyone that it can break. */
  public Set<Break> breaks() {
    return breaks;
  }

  Kind kind() {
    return kind;
  }

  /**
   * Looks at one element as it was and as it is to be.
   *
   * @return what changed and whom it breaks; empty when nobody
   */
  Optional<Broken> broken(T before, T after) {
    return test.broken(before, after);
  }

  @Override
  public String toString() {
    return words.code;
  }
}
