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
    Map<String, Object> attributes = new HashMap<>();
    for (Header header : event.headers()) {
      attributes.put(header.key(), header.value());
    }
    Map<String, Object> row = members(event.value());
    row.put(ATTRIBUTES, attributes);
    row.put(SystemColumns.ID, attributes.get(Attributes.UUID));
    row.put(SystemColumns.TIME, attributes.get(Attributes.TIMESTAMP));
    row.put(SystemColumns.PARTITION, event.kafkaPartition());
    row.put(SystemColumns.OFFSET, event.kafkaOffset());
    return row == event.value()
        ? event
        : event.newRecord(
            event.topic(),
            event.kafkaPartition(),
            event.keySchema(),
            event.key(),
            null,
            row,
            event.timestamp());
  }

  /**
   * The JSON converter's own map, to which nobody else looks: a copy would be to Connect's loss.
   */
  @SuppressWarnings("unchecked") // what it makes of an object
  private static Map<String, Object> members(Object value) {
    if (value instanceof HashMap<?, ?> members) {
      return (Map<String, Object>) members;
    }
    Map<String, Object> row = new HashMap<>();
    row.put(DATA, value);
    return row;
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
