package io.datahem.contracts.decode;

import org.jspecify.annotations.Nullable;

/**
 * A value at its place in an object of {@link StraightLine}. Records, since HotSpot takes the parts
 * of a record that is a constant as constants; one for each kind, since it takes no method into
 * another that it has compiled into much code before.
 */
sealed interface UsualValue {

  /**
   * Takes the value at a place of the text, and writes it.
   *
   * @return the place behind the value, {@link UsualForm#OTHER} when it is unusual, {@link
   *     UsualForm#WRONG} when it must be rejected
   */
  int take(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row);

  /** The same for a number that is longer, when it was not taken. */
  default int takeLonger(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row) {
    return UsualForm.OTHER;
  }

  /** A field's. */
  static UsualValue of(FieldPlan field) {
    UsualForm form = field.usual();
    int slot = field.usualSlot();
    return switch (form.kind()) {
      case UsualForm.STRING -> new OfText(form, slot);
      case UsualForm.INTEGER -> new OfInteger(form, slot);
      case UsualForm.DOUBLE -> new OfDouble(form, slot);
      case UsualForm.BOOL -> new OfBool(form, slot);
      default -> new OfTimestamp(form, slot);
    };
  }

  /** Behind the last one. */
  record Nothing() implements UsualValue {
    @Override
    public int take(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row) {
      return at;
    }
  }

  record OfText(UsualForm form, int slot) implements UsualValue {
    @Override
    public int take(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row) {
      return form.takeString(run, text, at, slot < 0 ? null : row, slot);
    }
  }

  record OfInteger(UsualForm form, int slot) implements UsualValue {
    @Override
    public int take(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row) {
      return form.takeInteger(run.out, text, at, slot < 0 ? null : row, slot);
    }

    @Override
    public int takeLonger(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row) {
      return form.takeLonger(run.out, text, at, slot < 0 ? null : row, slot);
    }
  }

  record OfDouble(UsualForm form, int slot) implements UsualValue {
    @Override
    public int take(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row) {
      return form.takeDouble(run.out, text, at, slot < 0 ? null : row, slot);
    }

    @Override
    public int takeLonger(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row) {
      return form.takeLonger(run.out, text, at, slot < 0 ? null : row, slot);
    }
  }

  record OfBool(UsualForm form, int slot) implements UsualValue {
    @Override
    public int take(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row) {
      return form.takeBool(run.out, text, at, slot < 0 ? null : row, slot);
    }
  }

  record OfTimestamp(UsualForm form, int slot) implements UsualValue {
    @Override
    public int take(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row) {
      return form.takeTimestamp(run, text, at, slot < 0 ? null : row, slot);
    }
  }
}
