/** What the registry keeps, and where: one database, one transaction per change. */
@NullMarked
package io.datahem.registry.store;

import org.jspecify.annotations.NullMarked;
