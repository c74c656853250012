package io.datahem.registry.subjects;

import io.datahem.registry.schema.CompiledSchema;
import io.datahem.registry.schema.Identity;
import io.datahem.registry.store.Reference;
import io.datahem.registry.store.SchemaBody;
import io.datahem.registry.store.SchemaEntry;
import io.datahem.registry.store.StoredSchema;
import java.util.List;

/** A schema that was sent and is valid: what could be stored. */
record Candidate(SchemaRequest request, CompiledSchema compiled, List<Reference> references) {

  String identity() {
    return further(compiled.identity());
  }

  String normalized() {
    return further(compiled.normalized());
  }

  private String further(String identity) {
    String further = request.furtherIdentity();
    return further.isEmpty() ? identity : Identity.with(identity, further);
  }

  StoredSchema stored(int id) {
    return new StoredSchema(
        new SchemaEntry(id, identity(), normalized(), references),
        new SchemaBody(
            compiled.text(),
            Identity.bare(compiled.file()).toByteArray(),
            request.metadata(),
            request.ruleSet()));
  }
}
