package io.datahem.connectors.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datahem.contracts.table.CurrentState;
import java.util.Optional;
import org.apache.iceberg.Table;

/**
 * How the newest state of each object is found in a table, kept as a property of it: who queries
 * the table needs no contract.
 */
public final class CurrentProperty {
  private static final String NAME = "datahem.current";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the table's last plan said. */
  public static Optional<CurrentState> read(Table table) {
    String text = table.properties().getOrDefault(NAME, "");
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(JSON.readValue(text, CurrentState.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Cannot read property " + NAME + " of table " + table.name(), e);
    }
  }

  /** Keeps what a plan says, when it says something new. */
  static void write(Table table, Optional<CurrentState> current) {
    if (!read(table).equals(current)) {
      table.updateProperties().set(NAME, current.map(CurrentProperty::json).orElse("")).commit();
    }
  }

  private static String json(CurrentState current) {
    try {
      return JSON.writeValueAsString(current);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private CurrentProperty() {}
}
