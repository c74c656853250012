/** Everything in one process: broker, registry, collector, job, tables. */
@NullMarked
package io.datahem.app.platform;

import org.jspecify.annotations.NullMarked;
