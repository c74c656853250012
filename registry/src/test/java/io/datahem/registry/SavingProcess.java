package io.datahem.registry;

import io.datahem.contracts.SourceFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Saves one version after another into the store of a directory and says each generation once it is
 * saved, until it is killed.
 */
final class SavingProcess {
  private static final int FILES = 20;

  public static void main(String[] args) {
    ContractStore store = ContractStore.open(Path.of(args[0]));
    for (int version = 1; ; version++) {
      System.out.println(store.save(files(version), List.of(version(version)), "now"));
    }
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

  private SavingProcess() {}
}
