package io.datahem.connectors.iceberg;

import io.datahem.connectors.iceberg.parquet.ColumnShape;
import io.datahem.connectors.iceberg.parquet.ColumnTotals;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.MetricsModes.Counts;
import org.apache.iceberg.MetricsModes.Full;
import org.apache.iceberg.MetricsModes.MetricsMode;
import org.apache.iceberg.MetricsModes.None;
import org.apache.iceberg.MetricsModes.Truncate;
import org.apache.iceberg.MetricsUtil;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.util.BinaryUtil;
import org.apache.iceberg.util.UnicodeUtil;
import org.jspecify.annotations.Nullable;

/**
 * What Iceberg wants to know of a file, from what was counted while it was written. It is what
 * Iceberg itself would read from the footer, and how many values are no numbers. Thread-safe.
 */
final class FileMetrics {
  private static final int NO_METRICS = -1;

  /** By column: {@link #NO_METRICS}, 0 for counts alone, or how long bounds may be. */
  private final int[] lengths;

  FileMetrics(Schema schema, MetricsConfig config, List<ColumnShape> columns) {
    this.lengths =
        columns.stream()
            .mapToInt(column -> length(MetricsUtil.metricsMode(schema, config, column.fieldId())))
            .toArray();
  }

  private static int length(MetricsMode mode) {
    if (mode == None.get()) {
      return NO_METRICS;
    }
    if (mode == Counts.get()) {
      return 0;
    }
    return mode == Full.get() ? Integer.MAX_VALUE : ((Truncate) mode).length();
  }

  Metrics of(long rows, List<ColumnTotals> columns) {
    Map<Integer, Long> sizes = new HashMap<>();
    Map<Integer, Long> values = new HashMap<>();
    Map<Integer, Long> nulls = new HashMap<>();
    Map<Integer, Long> nans = new HashMap<>();
    Map<Integer, ByteBuffer> lower = new HashMap<>();
    Map<Integer, ByteBuffer> upper = new HashMap<>();
    Map<Integer, Type> types = new HashMap<>();
    for (ColumnTotals column : columns) {
      ColumnShape shape = column.shape();
      int id = shape.fieldId();
      int length = lengths[shape.index()];
      if (length == NO_METRICS) {
        continue;
      }
      sizes.put(id, column.bytes());
      if (shape.repeated()) {
        continue;
      }
      values.put(id, column.values());
      nulls.put(id, column.nulls());
      if (column.nans() >= 0) {
        nans.put(id, column.nans());
      }
      if (length > 0) {
        types.put(id, shape.type());
        put(lower, shape, column.lower() == null ? null : lower(column.lower(), length));
        put(upper, shape, column.upper() == null ? null : upper(column.upper(), length));
      }
    }
    return new Metrics(rows, sizes, values, nulls, nans, lower, upper, types);
  }

  private static void put(
      Map<Integer, ByteBuffer> bounds, ColumnShape shape, @Nullable Object bound) {
    if (bound != null) {
      bounds.put(shape.fieldId(), Conversions.toByteBuffer(shape.type(), bound));
    }
  }

  private static Object lower(Object bound, int length) {
    if (bound instanceof String text) {
      return UnicodeUtil.truncateStringMin(text, length);
    }
    return bound instanceof ByteBuffer bytes ? BinaryUtil.truncateBinaryMin(bytes, length) : bound;
  }

  /** Null when nothing short is as great. */
  private static @Nullable Object upper(Object bound, int length) {
    if (bound instanceof String text) {
      return UnicodeUtil.truncateStringMax(text, length);
    }
    return bound instanceof ByteBuffer bytes ? BinaryUtil.truncateBinaryMax(bytes, length) : bound;
  }
}
