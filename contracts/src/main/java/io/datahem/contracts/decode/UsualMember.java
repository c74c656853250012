package io.datahem.contracts.decode;

import org.jspecify.annotations.Nullable;

/**
 * A member at its place in an object of {@link StraightLine}.
 *
 * @param taken the bits of its field and of all before it
 * @param path its name as a rejection shows it; null for one that is not shown as it is
 */
record UsualMember(
    FieldPlan field, UsualName name, UsualValue value, long taken, @Nullable String path) {}
