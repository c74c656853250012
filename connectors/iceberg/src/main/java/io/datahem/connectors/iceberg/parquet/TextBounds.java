package io.datahem.connectors.iceberg.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.util.BinaryUtil;
import org.apache.iceberg.util.ByteBuffers;
import org.apache.iceberg.util.UnicodeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of texts or bytes of any length. Long ones are cut in the footer: to skip row groups by
 * them, nobody needs a whole payload. Not thread-safe.
 */
final class TextBounds {
  private static final int MAX_FOOTER_BYTES = 256;

  /** Code points of a text. */
  private static final int CUT_LENGTH = 64;

  private final boolean text;
  private final ByteBounds rowGroup = new ByteBounds(false);
  private final ByteBounds file = new ByteBounds(false);

  /**
   * No bounds yet.
   *
   * @param text true when a bound that is cut must be UTF-8 as well
   */
  TextBounds(boolean text) {
    this.text = text;
  }

  /** Takes a value that lies behind its length. */
  void addEncoded(GrowingBytes from, int start) {
    rowGroup.add(from.bytes, start + Integer.BYTES, from.getInt(start));
  }

  /** A bound of the row group, cut when it is long; null when there is none. */
  byte @Nullable [] footer(boolean upper) {
    byte[] whole = upper ? rowGroup.max() : rowGroup.min();
    if (whole == null || !isLong(whole)) {
      return whole;
    }
    return text ? cutText(whole, upper) : cutBytes(whole, upper);
  }

  private static boolean isLong(byte @Nullable [] bound) {
    return bound != null && bound.length > MAX_FOOTER_BYTES;
  }

  boolean areCut() {
    return isLong(rowGroup.min()) || isLong(rowGroup.max());
  }

  private static byte @Nullable [] cutText(byte[] whole, boolean upper) {
    String value = new String(whole, StandardCharsets.UTF_8);
    String cut =
        upper
            ? UnicodeUtil.truncateStringMax(value, CUT_LENGTH)
            : UnicodeUtil.truncateStringMin(value, CUT_LENGTH);
    return cut == null ? null : cut.getBytes(StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] cutBytes(byte[] whole, boolean upper) {
    ByteBuffer value = ByteBuffer.wrap(whole);
    ByteBuffer cut =
        upper
            ? BinaryUtil.truncateBinaryMax(value, CUT_LENGTH)
            : BinaryUtil.truncateBinaryMin(value, CUT_LENGTH);
    return cut == null ? null : ByteBuffers.toByteArray(cut);
  }

  void endRowGroup() {
    addRowGroup(this);
    rowGroup.clear();
  }

  /** Adds bounds of a row group to those of the file. */
  void addRowGroup(TextBounds other) {
    file.add(other.rowGroup);
  }

  byte @Nullable [] file(boolean upper) {
    return upper ? file.max() : file.min();
  }
}
