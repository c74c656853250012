package io.datahem.registry;

import io.datahem.registry.store.Postgres;

class PostgresRubbishTest extends RubbishContract {

  @Override
  Registry open() {
    return Registry.open(Postgres.newSchema());
  }
}
