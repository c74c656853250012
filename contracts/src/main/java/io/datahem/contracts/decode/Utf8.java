package io.datahem.contracts.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One look at the bytes before they are parsed: whether they are UTF-8 (RFC 3629), and whether
 * anything is escaped.
 */
final class Utf8 {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long ONES = 0x0101010101010101L;
  private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;

  private final int invalidAt;
  private final boolean escapes;

  private Utf8(int invalidAt, boolean escapes) {
    this.invalidAt = invalidAt;
    this.escapes = escapes;
  }

  private static final Utf8 PLAIN = new Utf8(-1, false);
  private static final Utf8 ESCAPED = new Utf8(-1, true);

  /** The offset of the first byte that is no UTF-8, -1 when all are. */
  int invalidAt() {
    return invalidAt;
  }

  /** True when there is a backslash: only then can a text hold a lone surrogate. */
  boolean escapes() {
    return escapes;
  }

  static Utf8 check(byte[] data) {
    boolean escapes = false;
    int i = 0;
    while (i < data.length) {
      if (i + 8 <= data.length) {
        long word = (long) WORDS.get(data, i);
        if ((word & HIGH_BITS) == 0) {
          long match = word ^ BACKSLASHES;
          escapes |= ((match - ONES) & ~match & HIGH_BITS) != 0;
          i += 8;
          continue;
        }
      }
      byte b = data[i];
      if (b >= 0) {
        escapes |= b == '\\';
        i++;
      } else {
        int length = sequence(data, i);
        if (length == 0) {
          return new Utf8(i, escapes);
        }
        i += length;
      }
    }
    return escapes ? ESCAPED : PLAIN;
  }

  /**
   * The length of the well-formed sequence at i, 0 when there is none: no overlong forms, no
   * surrogates.
   */
  private static int sequence(byte[] data, int i) {
    int first = data[i] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (i + length > data.length) {
      return 0;
    }
    int second = data[i + 1] & 0xFF;
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((data[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
