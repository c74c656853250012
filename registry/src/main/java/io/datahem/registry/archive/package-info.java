/** A registry as a directory of text: for backups, moves and reviews under version control. */
@NullMarked
package io.datahem.registry.archive;

import org.jspecify.annotations.NullMarked;
