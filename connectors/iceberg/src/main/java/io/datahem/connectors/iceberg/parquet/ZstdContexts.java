package io.datahem.connectors.iceberg.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Contexts of zstd, lent for a page each: making one costs more than compressing a small page. At
 * most {@value #MAX_IDLE} are kept, about a megabyte of native memory each. Thread-safe.
 */
final class ZstdContexts {
  private static final int MAX_IDLE = 8;
  private static final ConcurrentLinkedDeque<ZstdCompressCtx> IDLE = new ConcurrentLinkedDeque<>();
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** Replaces what is in {@code to} by a frame. */
  static void compress(int level, GrowingBytes from, GrowingBytes to) {
    ZstdCompressCtx context = lend();
    try {
      int bound = Math.toIntExact(Zstd.compressBound(from.size));
      to.clear();
      to.reserve(bound);
      context.setLevel(level);
      to.size = context.compressByteArray(to.bytes, 0, bound, from.bytes, 0, from.size);
    } finally {
      giveBack(context);
    }
  }

  private static ZstdCompressCtx lend() {
    ZstdCompressCtx context = IDLE.pollFirst();
    if (context == null) {
      return new ZstdCompressCtx();
    }
    COUNT.decrementAndGet();
    return context;
  }

  private static void giveBack(ZstdCompressCtx context) {
    if (COUNT.incrementAndGet() > MAX_IDLE) {
      COUNT.decrementAndGet();
      context.close();
    } else {
      IDLE.addFirst(context);
    }
  }

  private ZstdContexts() {}
}
