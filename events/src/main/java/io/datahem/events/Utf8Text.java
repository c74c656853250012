package io.datahem.events;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text that came as UTF-8, and mostly goes on as such: characters are made of it for whom asks
 * for them. Immutable; the bytes are not copied, so nobody may change them.
 */
public final class Utf8Text implements CharSequence {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private final byte @Nullable [] bytes;

  /** Made when it is first asked for; whoever does so at the same moment makes an equal one. */
  private @Nullable String text;

  private Utf8Text(byte @Nullable [] bytes, @Nullable String text) {
    this.bytes = bytes;
    this.text = text;
  }

  /** A text by its bytes. What is not UTF-8 among them is replaced, as {@link String} does it. */
  public static Utf8Text of(byte[] bytes) {
    return isAscii(bytes) ? new Utf8Text(bytes, null) : ofAny(bytes);
  }

  private static Utf8Text ofAny(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    byte[] right = text.getBytes(StandardCharsets.UTF_8);
    return new Utf8Text(Arrays.equals(bytes, right) ? bytes : right, text);
  }

  /** The same text. */
  public static Utf8Text of(String text) {
    return new Utf8Text(null, text);
  }

  private static boolean isAscii(byte[] bytes) {
    int i = 0;
    long all = 0;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      all |= (long) LONG.get(bytes, i);
    }
    for (; i < bytes.length; i++) {
      all |= bytes[i];
    }
    return (all & NOT_ASCII) == 0;
  }

  /** Its bytes, valid UTF-8. */
  public byte[] bytes() {
    byte[] known = bytes;
    return known == null ? toString().getBytes(StandardCharsets.UTF_8) : known;
  }

  /** True when it was made of the same bytes. */
  boolean isOf(byte[] others) {
    return Arrays.equals(bytes, others);
  }

  @Override
  public boolean isEmpty() {
    byte[] known = bytes;
    return known == null ? toString().isEmpty() : known.length == 0;
  }

  @Override
  public int length() {
    return toString().length();
  }

  @Override
  public char charAt(int index) {
    return toString().charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return toString().subSequence(start, end);
  }

  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = new String(bytes(), StandardCharsets.UTF_8);
      text = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Utf8Text that && toString().equals(that.toString()));
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
