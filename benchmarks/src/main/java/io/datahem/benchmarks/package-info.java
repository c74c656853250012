/** Benchmarks, run by hand: figures and commands are in docs/benchmarks.md. */
@NullMarked
package io.datahem.benchmarks;

import org.jspecify.annotations.NullMarked;
