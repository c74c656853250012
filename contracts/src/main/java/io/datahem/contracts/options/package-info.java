/** Both option families, read once into typed values. */
@NullMarked
package io.datahem.contracts.options;

import org.jspecify.annotations.NullMarked;
