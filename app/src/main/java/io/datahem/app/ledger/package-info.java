/** The books, and the proof that they balance. */
@NullMarked
package io.datahem.app.ledger;

import org.jspecify.annotations.NullMarked;
