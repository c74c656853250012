package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineDiffTest {

  @Test
  void equalTextsHaveNone() {
    assertThat(LineDiff.of("a", "x\n", "x\n")).isEmpty();
  }

  @Test
  void changesFarApartAreHunksOfTheirOwn() {
    String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";

    assertThat(LineDiff.of("a", before, before.replace("1\n2", "one\n2").replace("10", "ten")))
        .isEqualTo(
            """
            --- a
            +++ a
            @@ -1,4 +1,4 @@
            -1
            +one
             2
             3
             4
            @@ -7,4 +7,4 @@
             7
             8
             9
            -10
            +ten
            """);
  }

  @Test
  void aNewTextIsAllAdded() {
    assertThat(LineDiff.of("a", "", "x\ny\n")).isEqualTo("--- a\n+++ a\n@@ -0,0 +1,2 @@\n+x\n+y\n");
  }

  @Test
  void whatIsTooLongToCompareIsReplaced() {
    String before = "a\n".repeat(3_000) + "b\n".repeat(3_000);
    String after = "c\n".repeat(3_000) + "d\n".repeat(3_000);

    assertThat(LineDiff.of("a", before, after).lines().filter(line -> line.startsWith("-")))
        .hasSize(6_001);
  }

  /** Every diff, applied, gives the second text. */
  @Test
  void aDiffAppliedGivesTheOther() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      List<String> before = lines(random);
      List<String> after = lines(random);
      String diff = LineDiff.of("a", text(before), text(after));

      assertThat(diff.isEmpty() ? before : applied(before, diff))
          .as("seed %d", seed)
          .isEqualTo(after);
    }
  }

  private static List<String> lines(Random random) {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(30); i > 0; i--) {
      lines.add(Integer.toString(random.nextInt(4)));
    }
    return lines;
  }

  private static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private static List<String> applied(List<String> before, String diff) {
    List<String> after = new ArrayList<>();
    int next = 0;
    for (String line : diff.lines().skip(2).toList()) {
      if (line.startsWith("@@")) {
        String[] range = line.substring(4, line.indexOf(' ', 4)).split(",", -1);
        int start = Integer.parseInt(range[0]) - (range[1].equals("0") ? 0 : 1);
        while (next < start) {
          after.add(before.get(next++));
        }
      } else if (line.startsWith("+")) {
        after.add(line.substring(1));
      } else {
        assertThat(before.get(next++)).isEqualTo(line.substring(1));
        if (line.startsWith(" ")) {
          after.add(line.substring(1));
        }
      }
    }
    after.addAll(before.subList(next, before.size()));
    return after;
  }
}
