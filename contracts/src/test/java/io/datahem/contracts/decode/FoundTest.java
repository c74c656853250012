package io.datahem.contracts.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is shown of a value, whichever way it is read. */
class FoundTest {
  private static final String DIGITS = "1234567890123456789012345678901234567890";
  private final byte[] room = new byte[Found.ROOM_BYTES];

  private String found(String json, int place) {
    byte[] text = json.getBytes(UTF_8);
    return Found.at(Arrays.copyOf(text, text.length + 24), place, room);
  }

  @Test
  void stringsOfEveryLengthWithEveryCharacterAtEveryPlace() {
    for (int length = 0; length <= DIGITS.length(); length++) {
      String plain = DIGITS.substring(0, length);
      assertThat(found("{\"a\":\"" + plain + "\"}", 5)).isEqualTo(Found.text("string", plain));
      for (int at = 0; at < length; at++) {
        for (char c = ' '; c < 300; c++) {
          if (c != '"' && c != '\\') {
            String other = plain.substring(0, at) + c + plain.substring(at + 1);
            assertThat(found("{\"a\":\"" + other + "\"}", 5))
                .isEqualTo(Found.text("string", other));
          }
        }
      }
    }
    assertThat(found("\"a\\n\\u00e5\"", 0)).isEqualTo("string \"a?å\"");
  }

  @Test
  void numbersOfEveryLengthAndWhateverEndsThem() {
    for (int length = 1; length <= DIGITS.length(); length++) {
      String number = DIGITS.substring(0, length);
      for (String end : new String[] {"", " ", "\n", ",", "}", "]", "\u0001"}) {
        assertThat(found("[" + number + end + "x", 1))
            .isEqualTo(Found.text("number", end.isEmpty() ? number + "x" : number));
      }
      for (char c = '!'; c <= 127; c++) {
        if (c != ',' && c != '}' && c != ']') {
          assertThat(found("[" + number + c + "]", 1)).isEqualTo(Found.text("number", number + c));
        }
      }
    }
  }

  @Test
  void noMoreThan32Characters() {
    assertThat(found('"' + DIGITS.substring(0, 32) + '"', 0))
        .isEqualTo("string \"12345678901234567890123456789012\"");
    assertThat(found('"' + DIGITS.substring(0, 33) + '"', 0))
        .isEqualTo("string \"12345678901234567890123456789012…\"");
    assertThat(found(DIGITS.substring(0, 33), 0))
        .isEqualTo("number 12345678901234567890123456789012…");
  }

  @Test
  void whatIsNeitherIsNamed() {
    assertThat(found("{}", 0)).isEqualTo("an object");
    assertThat(found("[]", 0)).isEqualTo("a list");
    assertThat(found("null", 0)).isEqualTo("null");
    assertThat(found("true", 0)).isEqualTo("bool true");
    assertThat(found("false", 0)).isEqualTo("bool false");
    assertThat(found("[", 1)).isEqualTo("nothing");
  }
}
