/** Subjects: schemas in versions, under names, as schema registries have them. */
@NullMarked
package io.datahem.registry.subjects;

import org.jspecify.annotations.NullMarked;
