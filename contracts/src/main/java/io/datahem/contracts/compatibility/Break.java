package io.datahem.contracts.compatibility;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who is broken by a change. BACKWARD: a reader with the new schema, of data written with the old.
 * FORWARD: a reader with the old schema, of data written with the new.
 */
public enum Break {
  BACKWARD_WIRE(true, Format.WIRE),
  BACKWARD_JSON(true, Format.JSON),
  BACKWARD_JSON_STRICT(true, Format.JSON_STRICT),
  BACKWARD_TABLE(true, Format.TABLE),
  FORWARD_WIRE(false, Format.WIRE),
  FORWARD_JSON(false, Format.JSON),
  FORWARD_JSON_STRICT(false, Format.JSON_STRICT),
  FORWARD_TABLE(false, Format.TABLE);

  private final boolean backward;
  private final Format format;

  Break(boolean backward, Format format) {
    this.backward = backward;
    this.format = format;
  }

  /** True when the reader has the new schema and the writer the old. */
  public boolean backward() {
    return backward;
  }

  public Format format() {
    return format;
  }

  /** A format's break in one direction. */
  static Break of(boolean backward, Format format) {
    for (Break value : values()) {
      if (value.backward == backward && value.format == format) {
        return value;
      }
    }
    throw new IllegalStateException("no such break");
  }

  /** The breaks of some formats in both directions. */
  static Set<Break> bothWays(Set<Format> formats) {
    Set<Break> breaks = EnumSet.noneOf(Break.class);
    for (Break value : values()) {
      if (formats.contains(value.format)) {
        breaks.add(value);
      }
    }
    return breaks;
  }
}
