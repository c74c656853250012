package io.datahem.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.Contract;
import io.datahem.contracts.ContractReader;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.compile.ContractCompiler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EffectiveOptionsTest {
  private static final String FILE = "shop/v1/everything.proto";

  /** The others are shown under their own names. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of("key", "keys", "nullWhenAbsent", "useDefault");

  private static Contract contract;
  private static JsonNode shown;

  @BeforeAll
  static void read() {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      List<SourceFile> files = List.of(new SourceFile(FILE, Shop.everything()));
      contract = ContractReader.read(compiler.compile(files)).contracts().get(0);
    }
    shown = new ObjectMapper().valueToTree(EffectiveOptions.of(contract));
  }

  @Test
  void noOptionOfStreamsIsLeftOut() {
    assertThat(names(shown.path("stream"))).containsAll(options("StreamOptions"));
  }

  @Test
  void noOptionOfFieldsIsLeftOut() {
    Set<String> names = new TreeSet<>();
    shown.path("messages").path("shop.v1.Everything").forEach(f -> names.addAll(names(f)));
    assertThat(names).containsAll(options("ColumnOptions"));
  }

  @Test
  void whatIsGoneIsShown() {
    assertThat(shown.path("stream").path("deletedWhen").toString())
        .isEqualTo("{\"field\":\"state\",\"value\":\"GONE\"}");
  }

  @Test
  void theReportingTableIsShownWithItsDefaults() {
    JsonNode table = shown.path("stream").path("reporting");

    assertThat(table.path("partitioning").toString())
        .isEqualTo("{\"column\":\"day\",\"unit\":\"MONTH\"}");
    assertThat(table.path("everyMinutes").asInt()).isPositive();
  }

  @Test
  void localTimesAreShownWithBothPatterns() {
    JsonNode rule =
        shown.path("messages").path("shop.v1.Everything").path("local").path("localToUtc");

    assertThat(rule.path("zone").asText()).isEqualTo("Europe/Stockholm");
    assertThat(rule.path("from").asText()).isEqualTo("yyyy-MM-dd HH:mm");
    assertThat(rule.path("to").asText()).isEqualTo("ISO_OFFSET_DATE_TIME");
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The members of a message of {@code datahem/contract.proto}, as they are shown. */
  private static Set<String> options(String message) {
    Set<String> names = new TreeSet<>();
    for (FileDescriptor file : contract.descriptor().getFile().getDependencies()) {
      Descriptor options = file.findMessageTypeByName(message);
      if (options != null) {
        for (FieldDescriptor field : options.getFields()) {
          names.add(OTHER_NAMES.getOrDefault(field.getJsonName(), field.getJsonName()));
        }
      }
    }
    assertThat(names).isNotEmpty();
    return names;
  }
}
