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

  /** A field's; null when its values are left to the table. */
  static @Nullable UsualValue of(FieldPlan field) {
    RowSlot row = field.row();
    if (field.oneof() >= 0 || (row != null && !row.takesOne())) {
      return null;
    }
    int slot = field.usualSlot();
    UsualForm form = field.value().usual();
    UsualValue value =
        switch (form.kind()) {
          case UsualForm.STRING -> new OfText(form, slot);
          case UsualForm.INTEGER -> new OfInteger(form, slot);
          case UsualForm.DOUBLE -> new OfDouble(form, slot);
          case UsualForm.BOOL -> new OfBool(form, slot);
          case UsualForm.TIMESTAMP -> new OfTimestamp(form, slot);
          default -> field.value() instanceof BytesValue bytes ? new OfBytes(bytes, slot) : null;
        };
    return value == null || row == null || row.takesAsItIs()
        ? value
        : new Stepped(value, row.step(), slot);
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

  record OfBytes(BytesValue value, int slot) implements UsualValue {
    @Override
    public int take(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row) {
      return value.takeUsual(run, text, at, slot < 0 ? null : row, slot);
    }
  }

  /**
   * A value that its column wants otherwise than it comes. Where it is refused, for whatever
   * reason, it is taken back, and the table finds out why.
   */
  record Stepped(UsualValue value, ColumnPlan.ValueStep step, int slot) implements UsualValue {
    @Override
    public int take(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row) {
      int before = run.out.size();
      Object absent = row == null ? null : row[slot];
      return stepped(run, value.take(run, text, at, row), before, row, absent);
    }

    @Override
    public int takeLonger(DecodeRun run, byte[] text, int at, @Nullable Object @Nullable [] row) {
      int before = run.out.size();
      Object absent = row == null ? null : row[slot];
      return stepped(run, value.takeLonger(run, text, at, row), before, row, absent);
    }

    private int stepped(
        DecodeRun run,
        int after,
        int before,
        @Nullable Object @Nullable [] row,
        @Nullable Object absent) {
      if (after < 0) {
        return UsualForm.OTHER;
      }
      Object taken = row == null ? null : row[slot];
      if (row == null || taken == null) {
        return after;
      }
      Object made = step.apply(taken);
      if (made instanceof Rejection) {
        run.out.truncate(before);
        row[slot] = absent;
        return UsualForm.OTHER;
      }
      row[slot] = made;
      return after;
    }
  }
}
