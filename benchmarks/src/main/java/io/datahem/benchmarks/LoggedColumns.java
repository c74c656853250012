package io.datahem.benchmarks;

import io.datahem.contracts.table.SystemColumns;
import io.datahem.events.Attributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * A transformation for Kafka Connect: puts beside an event's members what its log says of it and
 * DataHem's rows have, too. An event that is bytes becomes one member, {@value #DATA}.
 */
public final class LoggedColumns implements Transformation<SinkRecord> {
  static final String DATA = "data";

  private static final String ATTRIBUTES = "_ATTRIBUTES";

  /** The columns, by field ids from one on. */
  static List<NestedField> columns(int first) {
    return List.of(
        NestedField.optional(first, SystemColumns.ID, Types.StringType.get()),
        NestedField.optional(first + 1, SystemColumns.TIME, Types.TimestampType.withZone()),
        NestedField.optional(first + 2, SystemColumns.PARTITION, Types.LongType.get()),
        NestedField.optional(first + 3, SystemColumns.OFFSET, Types.LongType.get()),
        NestedField.optional(
            first + 4,
            ATTRIBUTES,
            Types.MapType.ofOptional(
                first + 5, first + 6, Types.StringType.get(), Types.StringType.get())));
  }

  @Override
  public SinkRecord apply(SinkRecord event) {
    Map<String, Object> row = new HashMap<>();
    if (event.value() instanceof Map<?, ?> members) {
      members.forEach((name, value) -> row.put((String) name, value));
    } else {
      row.put(DATA, event.value());
    }
    Map<String, Object> attributes = new HashMap<>();
    for (Header header : event.headers()) {
      attributes.put(header.key(), header.value());
    }
    row.put(ATTRIBUTES, attributes);
    row.put(SystemColumns.ID, attributes.get(Attributes.UUID));
    row.put(SystemColumns.TIME, attributes.get(Attributes.TIMESTAMP));
    row.put(SystemColumns.PARTITION, event.kafkaPartition());
    row.put(SystemColumns.OFFSET, event.kafkaOffset());
    return event.newRecord(
        event.topic(),
        event.kafkaPartition(),
        event.keySchema(),
        event.key(),
        null,
        row,
        event.timestamp());
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public void configure(Map<String, ?> settings) {}

  @Override
  public void close() {}
}
