package io.datahem.registry;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RubbishTest extends RubbishContract {
  @TempDir private Path directory;

  @Override
  Registry open() {
    return Registry.open(directory);
  }
}
