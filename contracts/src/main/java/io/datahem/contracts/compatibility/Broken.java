package io.datahem.contracts.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.Map;

/**
 * One rule, broken.
 *
 * @param what what changed, as {@code field 3 'amount' changed int32 -> string}
 * @param fix the smallest one here; empty for the rule's own
 * @param examples who is broken, each by which piece of data (a null node: by none that can be
 *     shown)
 */
record Broken(String what, String fix, Map<Break, JsonNode> examples) {

  Broken {
    examples = new EnumMap<>(examples);
  }
}
