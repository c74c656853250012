package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharacterRunTest {
  private static final String ALPHABET = "aAbzZ019_-|[]/:@`{ \u00e5\u0141\uD83D\uDE9A\n";

  /** Whatever the text, it is what {@link Matcher} makes of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[A-Z0-9]+",
        "[a-z]",
        "[abc]{2}",
        "[a-zA-Z_]{1,3}",
        "[0-9]{2,}",
        "[0-9]{0,2}",
        "[z]{0}",
        "[/-9]+|x",
        "\\d+",
        "\\d{3}",
        "[0-9]{2}|[0-9]{4}",
        "[a]+|[A-Z]{3}|\\d"
      })
  void sameAsTheMatcher(String text) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Pattern regex = Pattern.compile(text);
    List<CharacterRun> runs = CharacterRun.alternatives(regex);
    if (text.contains("x")) {
      assertThat(runs).isEmpty();
      return;
    }
    assertThat(runs).hasSize(text.split("\\|", -1).length);
    for (int i = 0; i < 20_000; i++) {
      String value = random(random);
      String as = "seed " + seed + ": " + text + " on " + value;
      assertThat(CharacterRun.matches(runs, value))
          .as(as)
          .isEqualTo(regex.matcher(value).matches());
      if (runs.size() == 1) {
        Matcher matcher = regex.matcher(value);
        assertThat(runs.get(0).first(value))
            .as(as)
            .isEqualTo(matcher.find() ? matcher.group() : null);
      }
    }
  }

  private static String random(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "|",
        "[A-Z]+|",
        "[^a]+",
        "[A-Z-]+",
        "[a&&[b]]+",
        "[A-Z]*",
        "[A-Z]+?",
        "[A-Z]++",
        "([A-Z]+)",
        "^[A-Z]+$",
        "[A-Z]+[0-9]",
        "[A-Z]{12345}",
        "[å]+",
        "\\w+",
        ".+",
        "abc"
      })
  void anotherFormIsLeftToTheMatcher(String text) {
    assertThat(CharacterRun.alternatives(Pattern.compile(text))).isEmpty();
  }

  @Test
  void flagsAreLeftToTheMatcher() {
    assertThat(CharacterRun.alternatives(Pattern.compile("[a-z]+", Pattern.CASE_INSENSITIVE)))
        .isEmpty();
  }
}
