/** What a user can set, checked as a whole before anything starts. */
@NullMarked
package io.datahem.app.settings;

import org.jspecify.annotations.NullMarked;
