package io.datahem.contracts.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways in which names are written. */
final class Casing {
  private static final Pattern WORD =
      Pattern.compile("\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\p{N}+|\\p{Lo}+");
  private static final Pattern LOWER_SNAKE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final Pattern UPPER_SNAKE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
  private static final Pattern PASCAL = Pattern.compile("([A-Z][a-z0-9]*)+");

  static boolean isLowerSnake(String name) {
    return LOWER_SNAKE.matcher(name).matches();
  }

  static boolean isUpperSnake(String name) {
    return UPPER_SNAKE.matcher(name).matches();
  }

  static boolean isPascal(String name) {
    return PASCAL.matcher(name).matches();
  }

  /** A name's words in lower case: {@code orderID_2} is order, id, 2. */
  static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(name);
    while (matcher.find()) {
      words.add(matcher.group().toLowerCase(Locale.ROOT));
    }
    return words;
  }

  static String lowerSnake(String name) {
    return String.join("_", words(name));
  }

  static String upperSnake(String name) {
    return lowerSnake(name).toUpperCase(Locale.ROOT);
  }

  static String pascal(String name) {
    StringBuilder pascal = new StringBuilder();
    for (String word : words(name)) {
      pascal.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return pascal.toString();
  }

  private Casing() {}
}
