package io.datahem.contracts.options;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.compile.Places;
import io.datahem.contracts.table.ColumnType;
import java.util.List;
import java.util.Optional;

/**
 * What a field says of its column, from either option family. Every value is checked when the
 * contract is compiled.
 *
 * @param description the column's description, empty when none
 * @param categories policy tags
 * @param type the column type of a string field; empty when the field does not say
 * @param column the column's name
 * @param hidden true when the field has no column
 * @param useDefault false when an absent scalar is null instead of its default
 * @param personal true when the field is tagged as personal data
 * @param notPersonal true when the field is said to hold none
 * @param forget the value that replaces the field when the person is forgotten; empty when nothing
 *     does
 * @param enumNames true when an enum's column holds names instead of numbers
 * @param values what is done to the value on its way into the row
 */
public record FieldOptions(
    String description,
    List<String> categories,
    Optional<ColumnType> type,
    String column,
    boolean hidden,
    boolean useDefault,
    boolean personal,
    boolean notPersonal,
    Optional<String> forget,
    boolean enumNames,
    ValueRules values) {

  public FieldOptions {
    categories = List.copyOf(categories);
  }

  /** What a field says that sets no option, as most do. */
  static FieldOptions none(FieldDescriptor field) {
    return new FieldOptions(
        Places.comment(field),
        List.of(),
        Optional.empty(),
        field.getName(),
        false,
        true,
        false,
        false,
        Optional.empty(),
        false,
        ValueRules.NONE);
  }
}
