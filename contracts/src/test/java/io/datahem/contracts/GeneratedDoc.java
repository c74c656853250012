package io.datahem.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A page below {@code docs} that is made of the code. With {@code -Ddatahem.docs=write} it is
 * written instead of compared with.
 */
public final class GeneratedDoc {
  private static final Path DOCS = Path.of("../docs");

  /** Compares the page with what the code makes. */
  public static void expect(String name, String text) {
    Path page = DOCS.resolve(name);
    try {
      if ("write".equals(System.getProperty("datahem.docs"))) {
        Files.writeString(page, text);
      }
      assertThat(Files.exists(page) ? Files.readString(page) : "")
          .as(
              "docs/%s is made of the code. Make it anew: ./mvnw test -pl contracts"
                  + " -Dtest='*RulesDocTest' -Ddatahem.docs=write",
              name)
          .isEqualTo(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * How a text became another: the changed lines between the first and the last one, of which the
   * equal ones stay.
   */
  public static String diff(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> now = after.lines().toList();
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    StringBuilder diff = new StringBuilder();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        i++;
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        diff.append("- ").append(old.get(i++)).append('\n');
      } else {
        diff.append("+ ").append(now.get(j++)).append('\n');
      }
    }
    return diff.toString();
  }

  /** A cell of a table: no bars, no line breaks. */
  public static String cell(String text) {
    return text.replace("|", "\\|").replace('\n', ' ');
  }

  private GeneratedDoc() {}
}
