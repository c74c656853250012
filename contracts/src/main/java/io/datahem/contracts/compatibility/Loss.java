package io.datahem.contracts.compatibility;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a reader loses of a writer's data.
 *
 * @param format in which it is lost
 * @param example of what the rule looks at, as the writer says it in JSON: a message's members, or
 *     an enum's value
 */
record Loss(Format format, JsonNode example) {}
