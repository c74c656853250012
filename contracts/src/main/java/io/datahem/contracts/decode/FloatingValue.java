package io.datahem.contracts.decode;

import org.jspecify.annotations.Nullable;

/** Reads a float or a double. */
final class FloatingValue extends ValuePlan {
  private final FloatingType type;
  private final WireTag tag;

  FloatingValue(FloatingType type, WireTag tag) {
    this.type = type;
    this.tag = tag;
  }

  @Override
  UsualForm usual() {
    return type == FloatingType.DOUBLE ? UsualForm.ofDouble(tag) : UsualForm.NONE;
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    double value = type.take(run);
    // Minus zero is not the default: its bits are not.
    long bits = Double.doubleToRawLongBits(value);
    if (bits != 0 || !tag.omitsDefault()) {
      if (type == FloatingType.DOUBLE) {
        run.out.fixed64(tag, bits);
      } else {
        run.out.fixed32(tag, Float.floatToRawIntBits((float) value));
      }
    }
    return rows ? value : null;
  }
}
