package io.datahem.connectors.iceberg.parquet;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** How a table's pages are compressed. Thread-safe. */
public abstract sealed class PageCompression {
  private final CompressionCodec codec;

  /** What only some codecs know; 0 for others. */
  final int level;

  private PageCompression(CompressionCodec codec, int level) {
    this.codec = codec;
    this.level = level;
  }

  /**
   * A table's compression.
   *
   * @param level of zstd; other codecs know none
   */
  public static PageCompression of(CompressionCodecName name, int level) {
    return switch (name) {
      case UNCOMPRESSED -> new None();
      case ZSTD -> new Zstd(level);
      default -> new Other(name);
    };
  }

  /** True when both make the same of a page. */
  final boolean isLike(PageCompression other) {
    return codec == other.codec && level == other.level;
  }

  /** As files name it. */
  final CompressionCodec codec() {
    return codec;
  }

  /** Replaces what is in {@code to} by the compressed bytes. */
  abstract void compress(GrowingBytes from, GrowingBytes to);

  private static final class None extends PageCompression {
    None() {
      super(CompressionCodec.UNCOMPRESSED, 0);
    }

    @Override
    void compress(GrowingBytes from, GrowingBytes to) {
      to.clear();
      to.put(from);
    }
  }

  private static final class Zstd extends PageCompression {
    Zstd(int level) {
      super(CompressionCodec.ZSTD, level);
    }

    @Override
    void compress(GrowingBytes from, GrowingBytes to) {
      ZstdContexts.compress(level, from, to);
    }
  }

  /** What is seldom asked for goes by Parquet's own compressors. */
  private static final class Other extends PageCompression {
    private static final int BUFFER_BYTES = 64 << 10;
    private final CompressionCodecName name;

    Other(CompressionCodecName name) {
      super(name.getParquetCompressionCodec(), 0);
      this.name = name;
    }

    @Override
    void compress(GrowingBytes from, GrowingBytes to) {
      CodecFactory codecs = new CodecFactory(new Configuration(false), BUFFER_BYTES);
      try {
        to.clear();
        // This interface, and not CodecFactory's own class, is what all of its versions give.
        BytesInputCompressor compressor = codecs.getCompressor(name);
        compressor.compress(BytesInput.from(from.bytes, 0, from.size)).writeAllTo(to);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("Cannot compress a page: " + e.getMessage(), e);
      } finally {
        codecs.release();
      }
    }
  }
}
