/** Protobuf schemas: compiled, identified, and written as source again. */
@NullMarked
package io.datahem.registry.schema;

import org.jspecify.annotations.NullMarked;
