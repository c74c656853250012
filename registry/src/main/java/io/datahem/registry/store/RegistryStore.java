package io.datahem.registry.store;

import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.SourceFile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Contracts and subjects, kept. A change is there whole after a crash, or not at all. More than one
 * registry may use one store: a change is made against a revision and refused when that is no
 * longer the newest. Thread-safe.
 *
 * <p>Every method throws {@link StoreException} when the store cannot be reached.
 */
public interface RegistryStore extends AutoCloseable {

  /** The store cannot be read or written. */
  final class StoreException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    StoreException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Where the store stands. */
  Revision revision();

  /** Every live contract file. */
  List<SourceFile> files();

  /** The newest version of every stream. */
  List<StoredVersion> newest();

  /** The newest version of a stream. */
  Optional<StoredVersion> newest(String stream);

  /** One version of a stream. */
  Optional<StoredVersion> find(String stream, int version);

  /** The versions of a stream, oldest first. */
  List<StoredVersion> history(String stream);

  /** What is live, all of one moment. */
  ContractSnapshot snapshot();

  /** What changed among subjects after a revision, all of one moment. */
  SubjectRows since(long revision);

  /** A schema's text. */
  Optional<SchemaBody> body(int schemaId);

  /**
   * Makes changes, all or none.
   *
   * @param expected what the changes were made against
   * @return the new revision; empty when somebody else has changed the store since
   */
  Optional<Revision> commit(Revision expected, Changes changes);

  @Override
  void close();
}
