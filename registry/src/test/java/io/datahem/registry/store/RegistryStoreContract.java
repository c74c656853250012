package io.datahem.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.SourceFile;
import io.datahem.registry.store.RegistryStore.StoreException;
import io.datahem.registry.store.SubjectVersion.Owner;
import io.datahem.registry.store.SubjectVersion.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store has to be. */
@Timeout(60)
abstract class RegistryStoreContract {
  private RegistryStore store;

  /** Opens the store of this test, again when it is open already. */
  abstract RegistryStore open();

  @BeforeEach
  void start() {
    store = open();
  }

  @AfterEach
  void stop() {
    store.close();
  }

  static List<SourceFile> sorted(int version) {
    return SavingProcess.files(version).stream()
        .sorted(Comparator.comparing(SourceFile::path))
        .toList();
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(store.revision()).isEqualTo(Revision.NONE);
    assertThat(store.files()).isEmpty();
    assertThat(store.newest()).isEmpty();
    assertThat(store.snapshot()).isEqualTo(ContractSnapshot.EMPTY);
    assertThat(store.since(0).versions()).isEmpty();
    assertThat(store.body(1)).isEmpty();
  }

  @Test
  void givesBackWhatItTook() {
    SavingProcess.save(store, 1);
    Revision second = SavingProcess.save(store, 2);

    assertThat(second).isEqualTo(new Revision(2, 2));
    assertThat(store.files()).isEqualTo(sorted(2));
    assertThat(store.history("order"))
        .usingRecursiveComparison()
        .isEqualTo(List.of(SavingProcess.version(1), SavingProcess.version(2)));
    assertThat(store.newest("order"))
        .usingRecursiveComparison()
        .isEqualTo(Optional.of(SavingProcess.version(2)));
    assertThat(store.find("order", 1))
        .usingRecursiveComparison()
        .isEqualTo(Optional.of(SavingProcess.version(1)));
    assertThat(store.find("order", 3)).isEmpty();
    assertThat(store.body(2))
        .usingRecursiveComparison()
        .isEqualTo(Optional.of(SavingProcess.schema(2).body()));
    assertThat(store.snapshot().generation()).isEqualTo(2);
    assertThat(store.snapshot().entries()).hasSize(1);
  }

  @Test
  void saysWhatChangedSinceARevision() {
    Revision first = SavingProcess.save(store, 1);
    SubjectSettings settings = new SubjectSettings("", "FULL", true, null);
    assertThat(store.commit(first, Changes.setting(settings))).isPresent();

    SubjectRows all = store.since(0);
    SubjectRows later = store.since(first.number());

    assertThat(all.schemas()).containsExactly(SavingProcess.schema(1).entry());
    assertThat(all.versions()).hasSize(1);
    assertThat(all.settings()).containsExactly(settings);
    assertThat(later.revision()).isEqualTo(new Revision(2, 1));
    assertThat(later.schemas()).isEmpty();
    assertThat(later.versions()).isEmpty();
    assertThat(later.settings()).containsExactly(settings);
  }

  @Test
  void replacesVersionsOfSubjectsAndSettings() {
    Revision first = SavingProcess.save(store, 1);
    SubjectVersion deleted = store.since(0).versions().get(0).in(State.DELETED);
    Revision second =
        store.commit(first, Changes.subjects(List.of(), List.of(deleted))).orElseThrow();
    assertThat(store.commit(second, Changes.setting(SubjectSettings.none("order-value"))))
        .isPresent();

    assertThat(store.since(first.number()).versions()).containsExactly(deleted);
    assertThat(store.since(first.number()).settings())
        .containsExactly(SubjectSettings.none("order-value"));
  }

  @Test
  void refusesAChangeOfWhatHasChangedMeanwhile() {
    Revision first = SavingProcess.save(store, 1);
    SavingProcess.save(store, 2);

    assertThat(store.commit(first, SavingProcess.changes(3))).isEmpty();
    assertThat(store.revision()).isEqualTo(new Revision(2, 2));
    assertThat(store.files()).isEqualTo(sorted(2));
  }

  @Test
  void aChangeThatCannotBeLeavesNothing() {
    Revision first = SavingProcess.save(store, 1);
    Changes twice = Changes.contracts(SavingProcess.files(2), List.of(SavingProcess.version(1)));

    assertThatThrownBy(() -> store.commit(first, twice))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Cannot store contracts: ");
    assertThat(store.revision()).isEqualTo(first);
    assertThat(store.files()).isEqualTo(sorted(1));
  }

  @Test
  void ofManyWhoChangeOneRevisionOneSucceeds() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (RegistryStore other = open()) {
      for (int round = 1; round <= 5; round++) {
        Revision before = store.revision();
        List<Future<Boolean>> tries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          RegistryStore one = i % 2 == 0 ? store : other;
          SubjectVersion version =
              new SubjectVersion("s" + i, round, 1, State.LIVE, Owner.CLIENT, 1);
          Changes changes = Changes.subjects(List.of(), List.of(version));
          tries.add(threads.submit(() -> one.commit(before, changes).isPresent()));
        }
        int succeeded = 0;
        for (Future<Boolean> one : tries) {
          succeeded += one.get(30, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(succeeded).isEqualTo(1);
        assertThat(store.since(before.number()).versions()).hasSize(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
