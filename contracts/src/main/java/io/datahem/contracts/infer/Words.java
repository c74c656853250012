package io.datahem.contracts.infer;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names out of keys: the words of a key, as a field or a message type is named. */
final class Words {
  private static final int MAX_NAME_CHARS = 60;
  private static final Pattern SNAKE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final Pattern MARKS = Pattern.compile("\\p{M}");

  /** Where a word begins: {@code html|URL}, {@code HTML|Page}. */
  private static final Pattern HUMP =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9]+");
  private static final Pattern EDGES = Pattern.compile("^_+|_+$");

  /**
   * A key in lower snake case, of letters and digits of ASCII: {@code htmlURL} is {@code html_url},
   * {@code +1} is {@code plus_1}. A symbol is its Unicode name. Empty when nothing of the key can
   * be kept.
   */
  static String snake(String key) {
    if (key.length() <= MAX_NAME_CHARS && SNAKE.matcher(key).matches()) {
      return key;
    }
    String plain = MARKS.matcher(Normalizer.normalize(spell(key), Form.NFKD)).replaceAll("");
    String parted = HUMP.matcher(plain).replaceAll("_");
    String words = OTHER.matcher(parted).replaceAll("_").toLowerCase(Locale.ROOT);
    String name = EDGES.matcher(words).replaceAll("");
    String bounded = name.substring(0, Math.min(name.length(), MAX_NAME_CHARS));
    String whole = EDGES.matcher(bounded).replaceAll("");
    return !whole.isEmpty() && Character.isDigit(whole.charAt(0)) ? "field_" + whole : whole;
  }

  private static String spell(String key) {
    String head = key.substring(0, Math.min(key.length(), 4 * MAX_NAME_CHARS));
    if (head.length() > 1
        && Character.isDigit(head.charAt(1))
        && "+-".indexOf(head.charAt(0)) >= 0) {
      return (head.charAt(0) == '+' ? "plus " : "minus ") + head.substring(1);
    }
    StringBuilder spelt = new StringBuilder();
    head.codePoints()
        .forEach(
            c -> {
              boolean symbol = Character.getType(c) == Character.OTHER_SYMBOL;
              String name = symbol ? Character.getName(c) : null;
              if (name != null) {
                spelt.append(' ').append(name.toLowerCase(Locale.ROOT)).append(' ');
              } else {
                spelt.appendCodePoint(c);
              }
            });
    return spelt.toString();
  }

  /** {@code pull_request} is {@code PullRequest}. */
  static String pascal(String snake) {
    return of(snake).stream()
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  static List<String> of(String snake) {
    return Arrays.stream(snake.split("_")).filter(word -> !word.isEmpty()).toList();
  }

  /** {@code PullRequestEvent} is {@code pull_request_event}. */
  static String ofPascal(String pascal) {
    return snake(pascal);
  }

  /** {@code issue_labels} is {@code issue_label}; a word that is no plural stays. */
  static String singular(String snake) {
    List<String> words = new ArrayList<>(of(snake));
    if (words.isEmpty()) {
      return snake;
    }
    words.set(words.size() - 1, singularWord(words.get(words.size() - 1)));
    return String.join("_", words);
  }

  private static String singularWord(String word) {
    if (word.length() < 4 || !word.endsWith("s") || word.matches(".*(ss|us|is|news|series)")) {
      return word;
    }
    if (word.endsWith("ies") && word.length() > 4) {
      return word.substring(0, word.length() - 3) + "y";
    }
    if (word.matches(".*(sses|shes|ches|xes|zes|uses)")) {
      return word.substring(0, word.length() - 2);
    }
    return word.substring(0, word.length() - 1);
  }

  /** The words that all names end with, as one name; empty when there are none. */
  static String commonEnd(List<String> snakes) {
    List<String> common = of(snakes.get(0));
    for (String snake : snakes) {
      List<String> words = of(snake);
      int same = 0;
      while (same < Math.min(common.size(), words.size())
          && common.get(common.size() - 1 - same).equals(words.get(words.size() - 1 - same))) {
        same++;
      }
      common = common.subList(common.size() - same, common.size());
    }
    return String.join("_", common);
  }

  private Words() {}
}
