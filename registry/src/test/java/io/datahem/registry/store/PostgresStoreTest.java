package io.datahem.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PostgresStoreTest extends RegistryStoreContract {
  private final String url = Postgres.newSchema();

  @Override
  RegistryStore open() {
    return SqlStore.open(url);
  }

  @Override
  String location() {
    return url;
  }

  @Test
  void aLostConnectionIsOpenedAgain() {
    try (RegistryStore store = open()) {
      Revision first = SavingProcess.save(store, 1);

      Postgres.endConnections();

      assertThat(store.revision()).isEqualTo(first);
      assertThat(SavingProcess.save(store, 2).number()).isEqualTo(2);
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> SqlStore.open("jdbc:postgresql://127.0.0.1:1/none?user=x"))
        .isInstanceOf(RegistryStore.StoreException.class)
        .hasMessageStartingWith("Cannot keep contracts in PostgreSQL: ");
    assertThatThrownBy(() -> SqlStore.open("jdbc:mysql://db/x?password=secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:postgresql:")
        .hasMessageNotContaining("secret");
  }
}
