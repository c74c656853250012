/** Kafka as the log: publish, read in batches, and a broker of one's own for one machine. */
@NullMarked
package io.datahem.connectors.kafka;

import org.jspecify.annotations.NullMarked;
