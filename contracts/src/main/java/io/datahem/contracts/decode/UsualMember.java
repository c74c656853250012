package io.datahem.contracts.decode;

/** A member at its place in an object of {@link StraightLine}. */
record UsualMember(UsualName name, UsualValue value) {}
