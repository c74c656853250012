/**
 * The one job for every stream: read the log, decode, write parts, settle them. And the ports its
 * ends are reached by.
 */
@NullMarked
package io.datahem.pipeline;

import org.jspecify.annotations.NullMarked;
