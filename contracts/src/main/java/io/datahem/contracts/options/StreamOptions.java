package io.datahem.contracts.options;

import io.datahem.contracts.table.Partitioning;
import io.datahem.contracts.table.Reporting;
import java.util.List;
import java.util.Optional;

/**
 * What a message says of its stream, from either option family. Every name is checked: the fields
 * exist.
 *
 * @param stream the stream's name, kebab case unless the option says otherwise
 * @param table the table's name, snake case unless the option says otherwise
 * @param description the table's description, empty when none
 * @param owner who answers for the contract, empty when nobody is named
 * @param tags free labels
 * @param keys JSON names' dotted paths of the key fields, in order; empty for a stream without a
 *     key
 * @param eventTime the field that says when it happened, a dotted path
 * @param partitioning how the table is partitioned
 * @param clustering columns the table is sorted by
 * @param deletedWhen what says of an object that it is gone
 * @param reporting the table that keeps each object's newest row
 * @param events how its events are taken
 */
public record StreamOptions(
    String stream,
    String table,
    String description,
    String owner,
    List<String> tags,
    List<String> keys,
    Optional<String> eventTime,
    Partitioning partitioning,
    List<String> clustering,
    Optional<DeletedWhen> deletedWhen,
    Optional<Reporting> reporting,
    EventOptions events) {

  /**
   * A field's value in an event whose object is gone.
   *
   * @param field a dotted path of field names
   * @param value the value as it is written: an enum value's name, true, false, a number or a text
   */
  public record DeletedWhen(String field, String value) {}

  public StreamOptions {
    tags = List.copyOf(tags);
    keys = List.copyOf(keys);
    clustering = List.copyOf(clustering);
  }
}
