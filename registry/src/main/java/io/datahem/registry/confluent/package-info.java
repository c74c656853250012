/**
 * The REST API of schema registries, as clients know it from Confluent's: paths, bodies, codes.
 * What it means is in the package of subjects.
 */
@NullMarked
package io.datahem.registry.confluent;

import org.jspecify.annotations.NullMarked;
