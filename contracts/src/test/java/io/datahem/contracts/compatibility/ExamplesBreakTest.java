package io.datahem.contracts.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.datahem.contracts.Breakage;
import io.datahem.contracts.CaseFolder;
import io.datahem.contracts.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event that a finding shows does break whom it says, by protobuf's own parsers. */
class ExamplesBreakTest {
  /** Nothing is lost by them yet: they say what a later change could do. */
  private static final Set<String> PROMISES =
      Set.of("FIELD_REMOVED", "FIELD_VALIDATION_CHANGED", "MESSAGE_VALIDATION_CHANGED");

  static List<CaseFolder> folders() {
    return CompatibilityTest.folders();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void theExampleBreaks(CaseFolder folder) {
    FileDescriptor after = CompatibilityTest.compiled(folder, "after.proto");
    List<FileDescriptor> earlier =
        new ArrayList<>(List.of(CompatibilityTest.compiled(folder, "before.proto")));
    List<Finding> findings = new ArrayList<>(CompatibilityTest.asSchema(folder));
    if (folder.has("between.proto")) {
      earlier.add(CompatibilityTest.compiled(folder, "between.proto"));
    }
    findings.addAll(CompatibilityTest.asStream(folder));
    for (Finding finding : findings) {
      if (finding.breakage() != null && !PROMISES.contains(finding.code())) {
        prove(finding, finding.breakage(), earlier, after);
      }
    }
  }

  private static void prove(
      Finding finding, Breakage breakage, List<FileDescriptor> earlier, FileDescriptor after) {
    for (Map.Entry<Break, String> example : breakage.examples().entrySet()) {
      Break whom = example.getKey();
      if (whom.format() == Format.TABLE || example.getValue().isEmpty()) {
        continue;
      }
      boolean broken = false;
      for (FileDescriptor before : earlier) {
        broken |= isBroken(breakage.message(), whom, example.getValue(), before, after);
      }
      assertThat(broken).as("%s %s %s", finding.code(), whom, example.getValue()).isTrue();
    }
  }

  static boolean isBroken(
      String message, Break whom, String json, FileDescriptor before, FileDescriptor after) {
    Optional<Descriptor> old = find(before, message);
    Optional<Descriptor> now = find(after, message);
    Descriptor writer = (whom.backward() ? old : now).orElseThrow();
    Optional<Descriptor> reader = whom.backward() ? now : old;
    DynamicMessage event;
    try {
      event = ReaderOfBoth.written(json, writer);
    } catch (InvalidProtocolBufferException e) {
      return false; // of another of the earlier versions
    }
    return reader.isEmpty()
        || ReaderOfBoth.wrong(whom.format(), event, json, reader.get()).isPresent();
  }

  /** By its name, or its simple name when it moved. */
  private static Optional<Descriptor> find(FileDescriptor file, String message) {
    Map<String, Descriptor> messages = SchemaTypes.of(file).messages();
    String simple = message.substring(message.lastIndexOf('.') + 1);
    return Optional.ofNullable(messages.get(message))
        .or(
            () ->
                messages.values().stream()
                    .filter(type -> Objects.equals(type.getName(), simple))
                    .findFirst());
  }
}
