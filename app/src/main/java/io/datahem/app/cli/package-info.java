/** One class per command. */
@NullMarked
package io.datahem.app.cli;

import org.jspecify.annotations.NullMarked;
