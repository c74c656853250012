/** Tests that every implementation of a port must pass, and parts to test with. */
@NullMarked
package io.datahem.testkit;

import org.jspecify.annotations.NullMarked;
