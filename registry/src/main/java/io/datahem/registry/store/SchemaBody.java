package io.datahem.registry.store;

import org.jspecify.annotations.Nullable;

/**
 * A schema's text.
 *
 * @param text as it was registered first, comments included
 * @param descriptor its serialized FileDescriptorProto, without positions and comments
 * @param metadata JSON; null for none
 * @param ruleSet JSON; null for none
 */
public record SchemaBody(
    String text, byte[] descriptor, @Nullable String metadata, @Nullable String ruleSet) {}
