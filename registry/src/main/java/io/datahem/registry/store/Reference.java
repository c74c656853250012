package io.datahem.registry.store;

/**
 * An import of a schema.
 *
 * @param name the path that the schema's text imports
 * @param subject the subject that has it
 * @param version the version of that subject
 * @param schemaId the schema that it was when it was referred to
 */
public record Reference(String name, String subject, int version, int schemaId) {}
