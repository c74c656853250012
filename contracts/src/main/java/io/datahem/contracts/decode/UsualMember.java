package io.datahem.contracts.decode;

/**
 * A member at its place in an object of {@link StraightLine}.
 *
 * @param taken the bits of its field and of all before it
 */
record UsualMember(FieldPlan field, UsualName name, UsualValue value, long taken) {}
