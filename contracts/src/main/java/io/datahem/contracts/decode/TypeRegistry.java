package io.datahem.contracts.decode;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The message types that an Any may hold, and the extensions of messages: those of a contract's
 * file, of all it imports, the well-known ones, and those of other files that the contract knows.
 * Filled when a contract is compiled and read only after.
 */
final class TypeRegistry {
  private static final List<FileDescriptor> WELL_KNOWN =
      List.of(
          Any.getDescriptor().getFile(),
          Duration.getDescriptor().getFile(),
          Empty.getDescriptor().getFile(),
          FieldMask.getDescriptor().getFile(),
          Int32Value.getDescriptor().getFile(),
          Struct.getDescriptor().getFile(),
          Timestamp.getDescriptor().getFile());

  private final Map<String, Descriptor> types = new HashMap<>();
  private final Map<String, BodyPlan> plans = new HashMap<>();
  private final Map<String, List<FieldDescriptor>> extensions = new HashMap<>();

  /** Collects the types that are known from a message. */
  void collect(Descriptor message) {
    Set<String> seen = new HashSet<>();
    collect(message.getFile(), seen);
    WELL_KNOWN.forEach(file -> collect(file, seen));
  }

  /** Types of other files; one that is known already is what it was. */
  void collect(List<FileDescriptor> others) {
    for (FileDescriptor file : others) {
      file.getMessageTypes().forEach(this::collectOther);
    }
  }

  private void collectOther(Descriptor type) {
    types.putIfAbsent(type.getFullName(), type);
    type.getNestedTypes().forEach(this::collectOther);
  }

  private void collect(FileDescriptor file, Set<String> seen) {
    if (seen.add(file.getFullName())) {
      file.getMessageTypes().forEach(this::collectNested);
      file.getExtensions().forEach(this::collect);
      file.getDependencies().forEach(imported -> collect(imported, seen));
    }
  }

  private void collectNested(Descriptor type) {
    types.put(type.getFullName(), type);
    type.getNestedTypes().forEach(this::collectNested);
    type.getExtensions().forEach(this::collect);
  }

  private void collect(FieldDescriptor extension) {
    String extended = extension.getContainingType().getFullName();
    extensions.computeIfAbsent(extended, ignored -> new ArrayList<>()).add(extension);
  }

  /** The known fields that other messages and files add to a message. */
  List<FieldDescriptor> extensions(Descriptor message) {
    return extensions.getOrDefault(message.getFullName(), List.of());
  }

  Iterable<Descriptor> types() {
    return List.copyOf(types.values());
  }

  void put(Descriptor type, BodyPlan plan) {
    plans.put(type.getFullName(), plan);
  }

  /** The plan of the type that a URL names, null when it names none. */
  @Nullable BodyPlan byUrl(String url) {
    int slash = url.lastIndexOf('/');
    return slash <= 0 ? null : plans.get(url.substring(slash + 1));
  }
}
