/** The command line, the settings, and the wiring of everything by plain new. */
@NullMarked
package io.datahem.app;

import org.jspecify.annotations.NullMarked;
