package io.datahem.contracts.infer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the values seen may stand in a comment: short ones, and none in which a value occurs
 * that was seen in a field of personal data, wherever that is.
 */
final class Examples {
  private static final int MAX_CHARS = 60;

  /** Shorter personal texts would occur everywhere. */
  private static final int LEAST_PERSONAL_CHARS = 4;

  /** More than a name, a title or a code: free text may say anything of anybody. */
  private static final int MAX_WORDS = 3;

  /** More values are examples, not a vocabulary. */
  private static final int MAX_VOCABULARY = 12;

  private final Set<String> personal = new HashSet<>();

  /** What may be shown of these messages. */
  static Examples of(List<ObjectShape> messages, PersonalData personal) {
    Examples examples = new Examples();
    for (ObjectShape message : messages) {
      message
          .fields()
          .forEach(
              (key, value) -> {
                if (personal.guess(key, message).isPresent()) {
                  examples.keepBack(PersonalData.texts(value));
                }
              });
    }
    return examples;
  }

  private void keepBack(@Nullable TextStats texts) {
    if (texts != null) {
      texts.values().keySet().stream()
          .filter(text -> text.length() >= LEAST_PERSONAL_CHARS)
          .forEach(text -> personal.add(text.toLowerCase(Locale.ROOT)));
    }
  }

  /** One text that may be shown. */
  Optional<String> one(TextStats texts) {
    return texts.values().keySet().stream().filter(this::mayBeShown).findFirst();
  }

  /** All texts, when they are few words of a vocabulary and each may be shown. */
  List<String> vocabulary(TextStats texts) {
    List<String> words = new ArrayList<>(texts.values().keySet());
    boolean few = !texts.hasMore() && words.size() <= MAX_VOCABULARY;
    boolean seenAgain = texts.count() - texts.empty() > words.size();
    boolean isVocabulary =
        few
            && seenAgain
            && words.stream().allMatch(word -> word.matches("[A-Za-z][A-Za-z_.:+-]{0,30}"))
            && words.stream().allMatch(this::mayBeShown);
    words.sort(null);
    return isVocabulary ? words : List.of();
  }

  boolean mayBeShown(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return text.length() <= MAX_CHARS
        && text.split("\\s+", -1).length <= MAX_WORDS
        && text.indexOf('@') < 0
        && personal.stream().noneMatch(value -> containsWord(lower, value));
  }

  private static boolean containsWord(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
      if (begins && ends) {
        return true;
      }
    }
    return false;
  }

  /** A text in quotes, on one line and without invisible characters. */
  static String quoted(String text) {
    return "\"" + onOneLine(text) + "\"";
  }

  /** A text in which every character can be seen. */
  static String onOneLine(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> shown.appendCodePoint(isVisible(c) ? c : '\uFFFD'));
    return shown.toString();
  }

  static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
