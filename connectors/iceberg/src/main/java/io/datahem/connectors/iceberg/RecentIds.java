package io.datahem.connectors.iceberg;

import io.datahem.pipeline.Warehouse;
import java.io.IOException;
import java.time.OffsetDateTime;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** Reads the ids that may come again from the raw table. */
final class RecentIds {

  static void read(
      Table raw, int partition, long fromOffset, long sinceMillis, Warehouse.IdTaker taker)
      throws IOException {
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(raw)
            .select("topic", "_id", "_offset", "publish_time")
            .where(Expressions.greaterThanOrEqual("publish_time", sinceMillis * 1_000))
            .where(Expressions.equal("_partition", (long) partition))
            .where(Expressions.greaterThanOrEqual("_offset", fromOffset))
            .where(Expressions.notNull("id_origin"))
            .build()) {
      for (Record row : rows) {
        OffsetDateTime time = (OffsetDateTime) row.getField("publish_time");
        taker.take(
            String.valueOf(row.getField("topic")),
            String.valueOf(row.getField("_id")),
            (Long) row.getField("_offset"),
            time == null ? 0 : time.toInstant().toEpochMilli());
      }
    }
  }

  private RecentIds() {}
}
