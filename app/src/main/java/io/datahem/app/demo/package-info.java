/** The demo: a grocer's events and GitHub's, good and bad, through the whole platform. */
@NullMarked
package io.datahem.app.demo;

import org.jspecify.annotations.NullMarked;
