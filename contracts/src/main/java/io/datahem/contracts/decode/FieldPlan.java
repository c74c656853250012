package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.datahem.contracts.json.JsonCursor;
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
  private final MemberName jsonMember;
  private final MemberName originalMember;
  private final ValuePlan value;
  private final boolean takesNull;
  private final boolean passesNull;
  private final @Nullable RowSlot row;
  private final UsualForm usual;
  private final long bit;
  private final int usualSlot;
  private MemberName member;
  private int following;

  /**
   * A field.
   *
   * @param index its place among the message's fields; an extension's is behind them
   * @param value reads its value
   * @param personal true when its values are shown in no error
   * @param row where its value goes in the row; null when it has no part in it
   */
  FieldPlan(
      FieldDescriptor field, int index, ValuePlan value, boolean personal, @Nullable RowSlot row) {
    this.index = index;
    String extension = "[" + field.getFullName() + "]";
    this.name = field.isExtension() ? extension : field.getName();
    this.jsonName = field.isExtension() ? extension : field.getJsonName();
    this.fullName = field.getFullName();
    this.oneof =
        field.getRealContainingOneof() == null ? -1 : field.getRealContainingOneof().getIndex();
    this.required = field.isRequired();
    this.personal = personal;
    this.jsonMember = MemberName.of(jsonName);
    this.originalMember = MemberName.of(name);
    this.member = jsonMember;
    this.value = value;
    this.takesNull = value.takesNull();
    this.passesNull = !takesNull && !required;
    this.row = row;
    boolean asItIs = oneof < 0 && (row == null || row.takesAsItIs());
    this.usual = asItIs ? value.usual() : UsualForm.NONE;
    this.usualSlot = row == null ? -1 : row.slot();
    this.bit = index < Long.SIZE ? 1L << index : 0;
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

  /** A bit of its own among the first fields of its message, 0 for those behind them. */
  long bit() {
    return bit;
  }

  /** The name by which it came the last time it was no surprise. */
  MemberName member() {
    return member;
  }

  /** The name by which it stands at a place of a text; null when another name stands there. */
  @Nullable String nameAt(byte[] text, int place) {
    if (jsonMember.isAt(text, place)) {
      return jsonName;
    }
    return originalMember.isAt(text, place) ? name : null;
  }

  /** The same, as the path of a value that is not within another; null for one too long, too. */
  @Nullable String pathAt(byte[] text, int place) {
    String shown = nameAt(text, place);
    return shown == null || shown.length() > JsonCursor.MAX_PATH_NAME_CHARS ? null : shown;
  }

  /** It stands at a place by a name that was not expected there. */
  void learnName(byte[] text, int place) {
    if (jsonMember.isAt(text, place)) {
      member = jsonMember.written(text, place);
    } else if (originalMember.isAt(text, place)) {
      member = originalMember.written(text, place);
    }
  }

  /** It came by a name that was not expected there. */
  void learnName(MemberName name) {
    member = name;
  }

  ValuePlan value() {
    return value;
  }

  /** Where a usual value goes in the row, -1 when it goes nowhere. */
  int usualSlot() {
    return usualSlot;
  }

  /** The short way for its usual values: none where more is to be done than to take them. */
  UsualForm usual() {
    return usual;
  }

  /** True when JSON null is a value of it. */
  boolean takesNull() {
    return takesNull;
  }

  /** True when JSON null is the same as its absence, and that is allowed. */
  boolean passesNull() {
    return passesNull;
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
