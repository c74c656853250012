/**
 * What protovalidate's options ask of an event's values, compiled once per contract and checked on
 * its protobuf bytes.
 */
@NullMarked
package io.datahem.contracts.rules;

import org.jspecify.annotations.NullMarked;
