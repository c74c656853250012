/** What is valid and still not as it should be: names, layout, descriptions, personal data. */
@NullMarked
package io.datahem.contracts.lint;

import org.jspecify.annotations.NullMarked;
