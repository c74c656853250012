/** Events and the log as ports: what is published, what is read back, and where it stands. */
@NullMarked
package io.datahem.events;

import org.jspecify.annotations.NullMarked;
