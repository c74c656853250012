package io.datahem.contracts.infer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of a file's fields, as they are written. Not thread-safe. */
final class OptionText {
  private final String root;
  private final InferenceOptions wishes;
  private boolean used;

  /**
   * Options of one file.
   *
   * @param root what stands before the names of well-known types and options: a dot when the
   *     package has a part of their name
   */
  OptionText(String root, InferenceOptions wishes) {
    this.root = root;
    this.wishes = wishes;
  }

  String root() {
    return root;
  }

  /**
   * A field's options; none for most.
   *
   * @param column the column's name when it is not the field's
   * @param personal what it seems to hold
   * @param denied true when it only looks so by its name
   */
  List<String> of(
      String key,
      FieldType type,
      FieldNames.Named named,
      Optional<String> column,
      Optional<String> personal,
      boolean denied) {
    List<String> options = new ArrayList<>();
    named.jsonName().ifPresent(name -> options.add("json_name = " + ProtoText.literal(name)));
    List<String> ours = new ArrayList<>();
    column.ifPresent(name -> ours.add("column: " + ProtoText.literal(name)));
    type.column().ifPresent(columnType -> ours.add("type: " + columnType));
    if (wishes.hides(key)) {
      ours.add("hidden: true");
    }
    personal.ifPresent(
        kind -> {
          ours.add("personal: true");
          ours.add("tags: [\"personal\", \"" + kind + "\"]");
        });
    if (denied) {
      ours.add("personal: false");
    }
    String option = "(" + root + "datahem.field)";
    if (ours.size() == 1) {
      options.add(option + "." + ours.get(0).replace(": ", " = "));
    } else if (ours.size() > 1) {
      options.add(option + " = {" + String.join(", ", ours) + "}");
    }
    used |= !ours.isEmpty();
    return options;
  }

  /** True when an option of datahem/contract.proto was written. */
  boolean areUsed() {
    return used;
  }
}
