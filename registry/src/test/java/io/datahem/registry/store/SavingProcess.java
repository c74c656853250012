package io.datahem.registry.store;

import io.datahem.contracts.SourceFile;
import io.datahem.registry.store.SubjectVersion.Owner;
import io.datahem.registry.store.SubjectVersion.State;
import java.nio.file.Path;
import java.util.List;

/**
 * Saves one version after another into the store of a directory and says each generation once it is
 * saved, until it is killed.
 */
final class SavingProcess {
  private static final int FILES = 20;

  public static void main(String[] args) {
    SqlStore store = SqlStore.open(Path.of(args[0]));
    for (int version = 1; ; version++) {
      System.out.println(save(store, version).generation());
    }
  }

  /** Saves a push's contracts, schemas and subjects. */
  static Revision save(RegistryStore store, int version) {
    return store.commit(store.revision(), changes(version)).orElseThrow();
  }

  static Changes changes(int version) {
    return Changes.contracts(files(version), List.of(version(version)))
        .and(
            Changes.subjects(
                List.of(schema(version)),
                List.of(
                    new SubjectVersion(
                        "order-value", version, version, State.LIVE, Owner.CONTRACT, 1))));
  }

  /** Files that all say the version they are of. */
  static List<SourceFile> files(int version) {
    return java.util.stream.IntStream.range(0, FILES)
        .mapToObj(i -> new SourceFile(i + ".proto", "// " + version + "\n" + "x".repeat(1_000)))
        .toList();
  }

  static StoredVersion version(int version) {
    return new StoredVersion(
        "order",
        version,
        "shop.v1.Order",
        "order",
        "f" + version,
        new byte[10_000],
        files(version),
        "now");
  }

  static StoredSchema schema(int id) {
    return new StoredSchema(
        new SchemaEntry(id, "i" + id, "n" + id, List.of(new Reference("a.proto", "a.proto", 1, 1))),
        new SchemaBody("// " + id, new byte[] {1, 2, (byte) id}, "{\"a\":\"å\"}", null));
  }

  private SavingProcess() {}
}
