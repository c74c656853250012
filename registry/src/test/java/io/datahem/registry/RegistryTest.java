package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.Finding;
import io.datahem.contracts.SourceFile;
import io.datahem.registry.PushResult.Stream;
import io.datahem.registry.PushResult.Verdict;
import io.datahem.registry.store.StoredVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  @TempDir private Path directory;
  private Registry registry;

  @BeforeEach
  void open() {
    registry = Registry.open(directory);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void startsEmpty() {
    assertThat(registry.snapshot()).isEqualTo(ContractSnapshot.EMPTY);
    assertThat(registry.list()).isEmpty();
    assertThat(registry.find("order", 0)).isEmpty();
  }

  @Test
  void aPushIsLiveAndItsSourcesAreKeptVerbatim() {
    PushResult result = push(Shop.orderOfMoney(), Shop.money("double amount = 1;"));

    assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(result.streams())
        .containsExactly(new Stream("order", "shop.v1.Order", 1, "created", "order"));
    assertThat(result.findings()).isEmpty();
    assertThat(result.generation()).isEqualTo(registry.snapshot().generation()).isPositive();
    StoredVersion stored = registry.find("order", 0).orElseThrow();
    assertThat(stored.sources())
        .containsExactlyInAnyOrder(Shop.orderOfMoney(), Shop.money("double amount = 1;"));
    assertThat(registry.find("shop.v1.Order", 1).orElseThrow().stream()).isEqualTo("order");
    ContractSnapshot.Entry entry = registry.snapshot().entries().get(0);
    assertThat(Contracts.load(entry.descriptorSet(), entry.message(), entry.version()).stream())
        .isEqualTo("order");
  }

  @Test
  void aFileThatWasRenamedIsPushedUnderItsNewPathAlone() {
    push(Shop.orderOfMoney(), Shop.money("double amount = 1;"));
    SourceFile old = Shop.orderOfMoney();
    SourceFile renamed = new SourceFile("shop/v1/orders/renamed.proto", old.text());

    PushResult moved = push(renamed);

    assertThat(moved.findings()).isEmpty();
    assertThat(moved.verdict()).isEqualTo(Verdict.ACCEPTED);
    PushResult again = push(renamed);
    assertThat(again.generation()).isEqualTo(moved.generation());
    PushResult grown =
        push(
            new SourceFile(
                renamed.path(),
                old.text().replace("message Order {", "message Order { string note = 9;")));
    assertThat(grown.streams()).extracting(Stream::status).containsExactly("updated");
  }

  @Test
  void aLiveFileOfWhichOnlyAPartIsPushedElsewhereStays() {
    push(Shop.order("string id = 1;"), Shop.money("double amount = 1;"));
    SourceFile both =
        new SourceFile(
            "shop/v1/both.proto", Shop.order("string id = 1;").text() + "message Other {}");
    push(both);
    SourceFile part = new SourceFile("shop/v1/part.proto", Shop.order("string id = 1;").text());

    PushResult result = push(part);

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.findings())
        .extracting(Finding::message)
        .anyMatch(m -> m.contains("already defined"));
  }

  @Test
  void theSamePushAgainChangesNothing() {
    long generation = push(Shop.order("string id = 1;")).generation();

    PushResult again = push(Shop.order("string id = 1;"));

    assertThat(again.generation()).isEqualTo(generation);
    assertThat(again.streams())
        .containsExactly(new Stream("order", "shop.v1.Order", 1, "unchanged", "order"));
  }

  @Test
  void aCommentIsKeptButNoNewVersion() {
    push(Shop.order("string id = 1;"));

    PushResult commented = push(Shop.order("// Its number.\n  string id = 1;"));

    assertThat(commented.streams()).extracting(Stream::status).containsExactly("unchanged");
    assertThat(registry.history("order")).hasSize(1);
    PushResult broken = push(Shop.stream("shop/v1/b.proto", "B", "", "Nope n = 1;"));
    assertThat(broken.verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void everyChangeOfMeaningIsAVersion() {
    push(Shop.order("string id = 1;"));
    push(Shop.order("string id = 1;\n  int32 amount = 2;"));
    PushResult third =
        push(Shop.order("string id = 1;\n  int32 amount = 2 [(datahem.field).column = \"sum\"];"));

    assertThat(third.streams())
        .containsExactly(new Stream("order", "shop.v1.Order", 3, "updated", "order"));
    assertThat(registry.history("order"))
        .extracting(StoredVersion::version)
        .containsExactly(1, 2, 3);
    assertThat(registry.find("order", 2).orElseThrow().sources().get(0).text())
        .doesNotContain("sum");
    assertThat(registry.snapshot().entries())
        .extracting(ContractSnapshot.Entry::version)
        .containsExactly(3);
  }

  @Test
  void theSyntaxOfAFileIsPartOfItsMeaning() {
    SourceFile proto3 = Shop.order("optional string id = 1;");
    push(proto3);

    PushResult proto2 =
        push(new SourceFile(proto3.path(), proto3.text().replace("proto3", "proto2")));

    assertThat(proto2.streams()).extracting(Stream::status).containsExactly("updated");
  }

  @Test
  void aPushMayImportWhatWasPushedBefore() {
    push(Shop.money("double amount = 1;"));

    assertThat(push(Shop.orderOfMoney()).verdict()).isEqualTo(Verdict.ACCEPTED);
  }

  @Test
  void aChangeOfAnImportIsAVersionOfEveryStreamThatHoldsIt() {
    push(Shop.orderOfMoney(), Shop.money("double amount = 1;"));

    PushResult result = push(Shop.money("double amount = 1;\n  string currency = 2;"));

    assertThat(result.streams())
        .containsExactly(new Stream("order", "shop.v1.Order", 2, "updated", "order"));
  }

  @Test
  void aChangeOfAnImportThatBreaksAStreamIsRefused() {
    push(Shop.orderOfMoney(), Shop.money("double amount = 1;"));

    PushResult result = push(Shop.money("string amount = 1;"));

    assertThat(result.verdict()).isEqualTo(Verdict.BREAKING);
    assertThat(result.findings())
        .extracting(Finding::toString)
        .containsExactly(
            "shop/v1/money.proto:7:3: FIELD_TYPE_CHANGED Cannot register shop.v1.Money: field 1"
                + " 'amount' changed double -> string. Old events and old readers have the old"
                + " type, and the table's column has it. Keep 'double amount = 1', or use a new"
                + " field number (2 is free).");
  }

  @Test
  void aPushIsLiveWholeOrNotAtAll() {
    push(Shop.order("string id = 1;"));
    long generation = registry.snapshot().generation();

    PushResult breaking =
        push(
            Shop.order("int32 id = 1;"),
            Shop.stream("shop/v1/member.proto", "Member", "", "string id = 1;"));
    PushResult invalid =
        push(
            Shop.stream("shop/v1/member.proto", "Member", "", "string id = 1;"),
            Shop.stream("shop/v1/product.proto", "Product", "", "string id = ;"));

    assertThat(breaking.verdict()).isEqualTo(Verdict.BREAKING);
    assertThat(breaking.streams()).isEmpty();
    assertThat(invalid.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(registry.snapshot().generation()).isEqualTo(generation);
    assertThat(registry.list()).extracting(StoredVersion::stream).containsExactly("order");
    assertThat(
            push(Shop.stream("shop/v1/x.proto", "X", "import \"shop/v1/member.proto\";\n", ""))
                .findings())
        .extracting(Finding::code)
        .contains("IMPORT_UNKNOWN");
  }

  @Test
  void aDryRunSaysWhatWouldBeAndChangesNothing() {
    PushResult result = registry.push(List.of(Shop.order("string id = 1;")), true);

    assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED);
    assertThat(result.streams())
        .containsExactly(new Stream("order", "shop.v1.Order", 1, "created", "order"));
    assertThat(registry.snapshot()).isEqualTo(ContractSnapshot.EMPTY);
    assertThat(registry.list()).isEmpty();
  }

  @Test
  void namesThatLiveStreamsHaveAreTaken() {
    push(Shop.order("string id = 1;"));

    PushResult result =
        push(
            new SourceFile(
                "other.proto",
                "syntax = \"proto3\";\npackage other;\nimport \"datahem/contract.proto\";\n"
                    + "message A { option (datahem.stream) = {owner: \"t\", table: \"ORDER\"};"
                    + " string id = 1; }\n"
                    + "message B { option (datahem.stream) = {owner: \"t\", name: \"Order\","
                    + " table: \"b\"}; string id = 1; }\n"));

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.findings())
        .extracting(Finding::code)
        .containsExactlyInAnyOrder("TABLE_COLLISION", "STREAM_COLLISION");
  }

  @Test
  void aLiveStreamDoesNotGoAway() {
    push(Shop.order("string id = 1;"));

    PushResult result =
        push(
            new SourceFile(
                "shop/v1/order.proto",
                "syntax = \"proto3\";\npackage shop.v1;\nmessage Order {}\n"));

    assertThat(result.verdict()).isEqualTo(Verdict.BREAKING);
    assertThat(result.findings()).extracting(Finding::code).contains("STREAM_REMOVED");
  }

  @Test
  void aTableRemembersTheColumnsOfEveryVersion() {
    push(Shop.order("string id = 1;\n  string note = 2;"));
    push(Shop.order("string id = 1;\n  string note = 2 [(datahem.field).hidden = true];"));
    push(Shop.order("reserved 2;\n  reserved \"note\";\n  string id = 1;"));

    PushResult taken =
        push(
            Shop.order(
                "reserved 2;\n  reserved \"note\";\n  string id = 1;\n"
                    + "  int32 n = 3 [(datahem.field).column = \"note\"];"));

    assertThat(taken.verdict()).isEqualTo(Verdict.BREAKING);
    assertThat(taken.findings()).extracting(Finding::code).containsExactly("COLUMN_NAME_TAKEN");
  }

  @Test
  void onlyWarningsOfPushedFilesAreSaid() {
    push(
        new SourceFile(
            "a.proto",
            """
            syntax = "proto3";
            import "datahem/contract.proto";
            message A { option (datahem.stream) = {}; string id = 1; }
            """));

    assertThat(push(Shop.order("string id = 1;")).findings()).isEmpty();
  }

  /** An Any may hold what no stream's own files declare, so that the job has to be told. */
  @Test
  void typesOfAllFilesAreServedWhenAContractKnowsAny() {
    push(Shop.money("double amount = 1;"));
    push(Shop.order("string id = 1;"));
    assertThat(registry.snapshot().types()).isEmpty();

    String any = "import \"google/protobuf/any.proto\";\n";
    push(Shop.stream("shop/v1/box.proto", "Box", any, "google.protobuf.Any what = 1;"));
    assertThat(types()).contains("shop.v1.Money", "shop.v1.Box", "shop.v1.Order");

    long before = registry.snapshot().generation();
    push(new SourceFile("pay/v1/pay.proto", "syntax = \"proto3\"; package pay.v1; message Pay {}"));
    assertThat(registry.snapshot().generation()).isGreaterThan(before);
    assertThat(types()).contains("pay.v1.Pay");
  }

  private List<String> types() {
    return Contracts.files(registry.snapshot().types()).stream()
        .flatMap(file -> file.getMessageTypes().stream())
        .map(Descriptor::getFullName)
        .toList();
  }

  @Test
  void nothingToPushIsInvalid() {
    assertThat(push().findings()).extracting(Finding::code).containsExactly("PUSH_EMPTY");
  }

  @Test
  void awaitsWhatIsNewer() throws InterruptedException {
    assertThat(registry.awaitNewer(0, Duration.ofMillis(1))).isNull();
    Thread pusher = new Thread(() -> push(Shop.order("string id = 1;")));
    pusher.start();

    ContractSnapshot newer = registry.awaitNewer(0, Duration.ofSeconds(20));

    pusher.join();
    assertThat(newer).isEqualTo(registry.snapshot());
    assertThat(registry.awaitNewer(0, Duration.ZERO)).isEqualTo(newer);
  }

  @Test
  void everythingIsThereAfterItIsOpenedAgain() {
    push(Shop.orderOfMoney(), Shop.money("double amount = 1;"));
    push(Shop.money("double amount = 1;\n  string currency = 2;"));
    long generation = registry.snapshot().generation();
    registry.close();

    registry = Registry.open(directory);

    assertThat(registry.snapshot().generation()).isEqualTo(generation);
    assertThat(registry.history("order")).hasSize(2);
    assertThat(push(Shop.money("double amount = 1;\n  string currency = 2;")).streams()).isEmpty();
    assertThat(push(Shop.orderOfMoney()).streams())
        .extracting(Stream::status)
        .containsExactly("unchanged");
  }

  @Test
  void aDirectoryThatCannotBeIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");

    assertThatThrownBy(() -> Registry.open(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot keep contracts under " + file);
  }

  private PushResult push(SourceFile... files) {
    return registry.push(List.of(files), false);
  }
}
