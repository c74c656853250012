package io.datahem.connectors.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;

/**
 * The times in a table's history, when the wall clock was set back. Iceberg makes no state that is
 * more than a minute older than the one before, so a table would take no commit until the clock has
 * caught up. Here the new state is made from one whose times are not later than the clock, and then
 * gets the true ones back: what is new is as old as the newest there was.
 */
final class History {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TIME = "timestamp-ms";
  private static final String SNAPSHOT = "snapshot-id";
  private static final String FILE = "metadata-file";

  /** The newest time that a state tells of. */
  static long newestMillis(TableMetadata state) {
    long newest = state.lastUpdatedMillis();
    for (HistoryEntry entry : state.snapshotLog()) {
      newest = Math.max(newest, entry.timestampMillis());
    }
    return newest;
  }

  /** The state as if nothing in it were later than a time. */
  static TableMetadata until(TableMetadata state, long millis) {
    ObjectNode json = json(state);
    json.put("last-updated-ms", Math.min(millis, json.path("last-updated-ms").asLong()));
    for (String log : new String[] {"snapshot-log", "metadata-log"}) {
      for (JsonNode entry : json.path(log)) {
        ((ObjectNode) entry).put(TIME, Math.min(millis, entry.path(TIME).asLong()));
      }
    }
    return TableMetadataParser.fromJson(state.metadataFileLocation(), json);
  }

  /**
   * A state that was made from {@link #until}, with the true times of what was before.
   *
   * @param location where it is written
   */
  static TableMetadata restored(TableMetadata before, TableMetadata made, String location) {
    long newest = newestMillis(before);
    ObjectNode was = json(before);
    ObjectNode json = json(made);
    json.put("last-updated-ms", Math.max(newest, json.path("last-updated-ms").asLong()));
    restore(json, was, "snapshot-log", SNAPSHOT, newest);
    restore(json, was, "metadata-log", FILE, newest);
    restore(json, was, "snapshots", SNAPSHOT, newest);
    return TableMetadataParser.fromJson(location, json);
  }

  private static void restore(
      ObjectNode json, ObjectNode was, String log, String key, long newest) {
    Map<String, Long> times = new HashMap<>();
    was.path(log).forEach(entry -> times.put(entry.path(key).asText(), entry.path(TIME).asLong()));
    for (JsonNode entry : json.path(log)) {
      Long known = times.get(entry.path(key).asText());
      long time = known == null ? Math.max(newest, entry.path(TIME).asLong()) : known;
      ((ObjectNode) entry).put(TIME, time);
    }
  }

  private static ObjectNode json(TableMetadata state) {
    try {
      return (ObjectNode) JSON.readTree(TableMetadataParser.toJson(state));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private History() {}
}
