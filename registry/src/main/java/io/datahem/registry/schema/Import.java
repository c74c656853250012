package io.datahem.registry.schema;

import com.google.protobuf.Descriptors.FileDescriptor;

/**
 * A file that a schema may import.
 *
 * @param name the path it is imported by
 * @param text its source
 * @param file the same, linked
 */
public record Import(String name, String text, FileDescriptor file) {}
