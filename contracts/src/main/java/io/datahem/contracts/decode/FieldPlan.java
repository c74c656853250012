package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.json.MemberName;
import org.jspecify.annotations.Nullable;

/**
 * A field of a message, compiled. Immutable but for a guess, which threads may overwrite for each
 * other: it costs time when it is wrong and nothing else.
 */
final class FieldPlan {
  private final int index;
  private final String name;
  private final String jsonName;
  private final String fullName;
  private final int oneof;
  private final boolean required;
  private final boolean personal;
  private final MemberName member;
  private final ValuePlan value;
  private final boolean takesNull;
  private final @Nullable RowSlot row;
  private int following;

  /**
   * A field.
   *
   * @param value reads its value
   * @param personal true when its values are shown in no error
   * @param row where its value goes in the row; null when it has no part in it
   */
  FieldPlan(FieldDescriptor field, ValuePlan value, boolean personal, @Nullable RowSlot row) {
    this.index = field.getIndex();
    this.name = field.getName();
    this.jsonName = field.getJsonName();
    this.fullName = field.getFullName();
    this.oneof =
        field.getRealContainingOneof() == null ? -1 : field.getRealContainingOneof().getIndex();
    this.required = field.isRequired();
    this.personal = personal;
    this.member = MemberName.of(jsonName);
    this.value = value;
    this.takesNull = value.takesNull();
    this.row = row;
    this.following = index + 1;
  }

  /** Its place among the message's fields. */
  int index() {
    return index;
  }

  String name() {
    return name;
  }

  String jsonName() {
    return jsonName;
  }

  String fullName() {
    return fullName;
  }

  /** The index of the real oneof it belongs to, -1 for none. */
  int oneof() {
    return oneof;
  }

  boolean isRequired() {
    return required;
  }

  boolean isPersonal() {
    return personal;
  }

  /** Its JSON name. */
  MemberName member() {
    return member;
  }

  ValuePlan value() {
    return value;
  }

  /** True when JSON null is a value of it. */
  boolean takesNull() {
    return takesNull;
  }

  @Nullable RowSlot row() {
    return row;
  }

  /** The index of the field that came next the last time; may be none's. */
  int following() {
    return following;
  }

  void follow(int next) {
    following = next;
  }
}
