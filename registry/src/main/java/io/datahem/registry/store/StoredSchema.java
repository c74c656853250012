package io.datahem.registry.store;

/** A schema with its text. */
public record StoredSchema(SchemaEntry entry, SchemaBody body) {}
