package io.datahem.registry.subjects;

import io.datahem.registry.schema.CompiledSchema;
import io.datahem.registry.schema.InvalidSchemaException;
import io.datahem.registry.schema.SchemaCompiler;
import io.datahem.registry.store.Reference;
import io.datahem.registry.store.SubjectVersion;
import io.datahem.registry.store.SubjectVersion.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Compiles what clients send. The same again is not compiled again, up to a limit: producers ask
 * for their schema's id whenever they start. Thread-safe.
 */
final class Candidates {
  private static final long MAX_KNOWN_CHARS = 32L << 20;
  private static final int MAX_COMPILERS = 8;
  private static final int MAX_REFERENCES = 500;

  private final Catalog catalog;
  private final SchemaLibrary library;
  private final SchemaCompiler compiler;
  private final Semaphore compilers = new Semaphore(MAX_COMPILERS);
  private final BoundedCache<Source, CompiledSchema> known =
      new BoundedCache<>(MAX_KNOWN_CHARS, compiled -> 4L * compiled.text().length() + 1_000);

  private record Source(String schema, List<Reference> references, boolean normalize) {}

  Candidates(Catalog catalog, SchemaLibrary library, SchemaCompiler compiler) {
    this.catalog = catalog;
    this.library = library;
    this.compiler = compiler;
  }

  /**
   * Compiles a schema.
   *
   * @throws SubjectException when it is not valid, or too many are being compiled
   */
  Candidate compile(SchemaRequest request, boolean normalize) {
    List<Reference> references = references(request.references());
    Source source = new Source(request.schema(), references, normalize);
    CompiledSchema compiled = known.get(source);
    if (compiled == null) {
      compiled = compile(source);
      known.put(source, compiled);
    }
    return new Candidate(request, compiled, references);
  }

  private CompiledSchema compile(Source source) {
    compilers.acquireUninterruptibly();
    try {
      return compiler.compile(
          source.schema(), library.imports(source.references()), source.normalize());
    } catch (InvalidSchemaException e) {
      throw new SubjectException(SubjectProblem.SCHEMA_INVALID, String.valueOf(e.getMessage()));
    } finally {
      compilers.release();
    }
  }

  private List<Reference> references(List<SchemaRequest.Named> named) {
    if (named.size() > MAX_REFERENCES) {
      throw new SubjectException(
          SubjectProblem.SCHEMA_INVALID,
          "Cannot take " + named.size() + " references, expected at most " + MAX_REFERENCES + ".");
    }
    List<Reference> references = new ArrayList<>();
    for (SchemaRequest.Named one : named) {
      references.add(reference(one));
    }
    return references;
  }

  private Reference reference(SchemaRequest.Named named) {
    Subject subject = catalog.subject(SubjectName.of(named.subject()));
    Optional<SubjectVersion> version =
        named.version() == -1
            ? subject.latest(false)
            : Optional.ofNullable(subject.version(named.version()))
                .filter(v -> v.state() == State.LIVE);
    return version
        .map(v -> new Reference(named.name(), v.subject(), v.version(), v.schemaId()))
        .orElseThrow(
            () ->
                new SubjectException(
                    SubjectProblem.SCHEMA_INVALID,
                    "Cannot compile the schema: its reference '"
                        + named.name()
                        + "' names version "
                        + named.version()
                        + " of subject '"
                        + named.subject()
                        + "', which is not there. Register it first."));
  }
}
