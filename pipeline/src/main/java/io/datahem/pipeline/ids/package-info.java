/** The ids that callers chose, remembered so that a retry is not stored twice. */
@NullMarked
package io.datahem.pipeline.ids;

import org.jspecify.annotations.NullMarked;
