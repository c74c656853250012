/** Whether a new version of a contract keeps its readers whole. */
@NullMarked
package io.datahem.contracts.compatibility;

import org.jspecify.annotations.NullMarked;
