package io.datahem.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8TextTest {

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "0123456", "01234567", "0123456789", "grün", "0123456é", "🚚"})
  void itIsTheTextWhateverItWasMadeOf(String text) {
    byte[] bytes = utf8(text);
    assertThat(Utf8Text.of(bytes).bytes()).isSameAs(bytes);
    for (Utf8Text made : new Utf8Text[] {Utf8Text.of(bytes), Utf8Text.of(text)}) {
      assertThat(made.bytes()).isEqualTo(bytes);
      assertThat(made.isEmpty()).isEqualTo(text.isEmpty());
      assertThat(made).hasToString(text).hasSize(text.length()).contains(text);
      assertThat(made).isEqualTo(Utf8Text.of(text)).hasSameHashCodeAs(Utf8Text.of(text));
      assertThat(made).isNotEqualTo(Utf8Text.of(text + "x"));
      assertThat(made.subSequence(0, text.length()).toString()).isEqualTo(text);
    }
  }

  @Test
  void aTextIsMadeOnce() {
    Utf8Text made = Utf8Text.of(utf8("trucks"));
    assertThat(made.toString()).isSameAs(made.toString());
    assertThat(made.charAt(1)).isEqualTo('r');
  }

  /** Whoever reads a column of texts may count on it. */
  @Test
  void itsBytesAreValidWhateverCame() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] came = new byte[random.nextInt(20)];
      for (int k = 0; k < came.length; k++) {
        came[k] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26));
      }
      String text = new String(came, StandardCharsets.UTF_8);
      Utf8Text made = Utf8Text.of(came.clone());
      assertThat(made.bytes()).as("seed %d, text %d", seed, i).isEqualTo(utf8(text));
      assertThat(made).as("seed %d, text %d", seed, i).hasToString(text);
    }
  }
}
