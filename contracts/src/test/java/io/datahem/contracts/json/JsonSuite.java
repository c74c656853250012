package io.datahem.contracts.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The cases of the JSON parsing suite. */
public final class JsonSuite {

  /**
   * A text, and whether it is JSON: "good", "bad", or which of them we say where both are right.
   */
  public record Case(String name, byte[] text, String verdict) {
    public boolean isGood() {
      return verdict.equals("good");
    }

    @Override
    public String toString() {
      return verdict + ": " + name;
    }
  }

  /** All cases of a file. */
  public static List<Case> of(String file) throws IOException {
    try (InputStream in = JsonSuite.class.getResourceAsStream("/json/" + file + ".txt")) {
      String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return lines
          .lines()
          .map(line -> line.split("\t", -1))
          .map(parts -> new Case(parts[0], bytes(parts[1]), parts.length > 2 ? parts[2] : file))
          .toList();
    }
  }

  private static byte[] bytes(String written) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < written.length(); i++) {
      if (written.charAt(i) != '%') {
        out.write(written.charAt(i));
      } else if (written.charAt(i + 1) == '(') {
        int star = written.indexOf('*', i);
        int end = written.indexOf(')', star);
        byte[] part = bytes(written.substring(star + 1, end));
        for (int n = Integer.parseInt(written.substring(i + 2, star)); n > 0; n--) {
          out.writeBytes(part);
        }
        i = end;
      } else {
        out.write(Integer.parseInt(written.substring(i + 1, i + 3), 16));
        i += 2;
      }
    }
    return out.toByteArray();
  }

  private JsonSuite() {}
}
