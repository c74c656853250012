/**
 * Requests to endpoints: routes, their parameters, what is answered. Knows nothing of contracts.
 */
@NullMarked
package io.datahem.registry.http;

import org.jspecify.annotations.NullMarked;
