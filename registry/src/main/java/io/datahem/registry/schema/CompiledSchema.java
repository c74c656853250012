package io.datahem.registry.schema;

import com.google.protobuf.Descriptors.FileDescriptor;

/**
 * A schema that is valid.
 *
 * @param text its source, verbatim; written from the descriptor when it came as one
 * @param file linked with its imports
 * @param identity a hash of its meaning, the same for every text that means it
 * @param normalized a hash of its meaning whatever the order of its parts
 */
public record CompiledSchema(
    String text, FileDescriptor file, String identity, String normalized) {}
