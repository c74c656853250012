package io.datahem.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.json.JsonNumber.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonNumberTest {
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(64);

  @ParameterizedTest
  @CsvSource({
    "18446744073709551615, YES",
    "18446744073709551616, TOO_LARGE",
    "18446744073709551615.0, YES",
    "18446744073709551615.1, FRACTION",
    "1844674407370955161500e-2, YES",
    "1.8446744073709551615e19, YES",
    "1e19, YES",
    "1e20, TOO_LARGE",
    "1e4000000, TOO_LARGE",
    "1e-4000000, FRACTION",
    "0e4000000, YES",
    "0.0000e-99999999999999999999, YES",
    "1e99999999999999999999, TOO_LARGE",
    "1.00000000000000000000000000000, YES",
    "1.00000000000000000000000000001, FRACTION",
    "100000000000000000000000000000e-29, YES",
  })
  void knowsIntegersWithoutComputingThem(String text, Whole expected) {
    assertThat(read(text).whole()).isEqualTo(expected);
  }

  @Test
  void agreesWithExactArithmetic() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      String text = number(random);
      JsonNumber number = read(text);
      BigDecimal exact = new BigDecimal(text);
      assertThat(number.toDouble())
          .as("%s, seed %d", text, seed)
          .isEqualTo(Double.parseDouble(text));
      boolean whole = exact.signum() == 0 || exact.stripTrailingZeros().scale() <= 0;
      boolean fits = exact.abs().compareTo(new BigDecimal(LIMIT)) < 0;
      Whole expected = !fits ? Whole.TOO_LARGE : whole ? Whole.YES : Whole.FRACTION;
      Whole found = number.whole();
      // Beyond 64 bits either answer is right.
      assertThat(fits ? found : found == Whole.YES ? Whole.YES : Whole.TOO_LARGE)
          .as("%s, seed %d", text, seed)
          .isEqualTo(expected);
      if (found == Whole.YES) {
        assertThat(Long.toUnsignedString(number.magnitude()))
            .as("%s, seed %d", text, seed)
            .isEqualTo(exact.abs().toBigInteger().toString());
      }
    }
  }

  private static String number(SplittableRandom random) {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
    digits(text, random, random.nextInt(24));
    if (random.nextBoolean()) {
      text.append('.');
      for (int n = random.nextInt(1, 24); n > 0; n--) {
        text.append((char) ('0' + (random.nextInt(3) == 0 ? random.nextInt(10) : 0)));
      }
    }
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(-30, 30));
    }
    return text.toString();
  }

  private static void digits(StringBuilder text, SplittableRandom random, int count) {
    text.append(count == 0 ? '0' : (char) ('1' + random.nextInt(9)));
    for (int i = 1; i < count; i++) {
      text.append((char) ('0' + (random.nextBoolean() ? random.nextInt(10) : 0)));
    }
  }

  private static JsonNumber read(String text) {
    JsonNumber number = new JsonNumber();
    byte[] bytes = (text + ",").getBytes(StandardCharsets.UTF_8);
    assertThat(number.read(bytes, 0)).isEqualTo(text.length());
    return number;
  }
}
