package io.datahem.testkit;

import io.datahem.pipeline.ManifestStore;
import java.nio.file.Path;

/** The store in memory keeps the promises of the durable ones. */
final class InMemoryManifestStoreTest extends ManifestStoreContractTest {
  @Override
  protected ManifestStore store(Path directory) {
    return new InMemoryManifestStore(directory.toString());
  }
}
