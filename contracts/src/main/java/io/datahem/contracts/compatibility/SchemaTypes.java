package io.datahem.contracts.compatibility;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types of a schema by their full names, whichever of its files they stand in.
 *
 * @param own the messages of the schema's own file, nested ones included
 * @param messages those and all of the files that it imports
 * @param enums the same of enums
 */
record SchemaTypes(
    List<Descriptor> own, Map<String, Descriptor> messages, Map<String, EnumDescriptor> enums) {

  static SchemaTypes of(FileDescriptor file) {
    SchemaTypes types =
        new SchemaTypes(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    Deque<FileDescriptor> toVisit = new ArrayDeque<>(List.of(file));
    Set<String> visited = new HashSet<>();
    while (!toVisit.isEmpty()) {
      FileDescriptor next = toVisit.removeFirst();
      if (visited.add(next.getName())) {
        types.add(next);
        toVisit.addAll(next.getDependencies());
      }
      if (next.equals(file)) {
        types.own.addAll(types.messages.values());
      }
    }
    return types;
  }

  private void add(FileDescriptor file) {
    file.getEnumTypes().forEach(type -> enums.put(type.getFullName(), type));
    Deque<Descriptor> toVisit = new ArrayDeque<>(file.getMessageTypes());
    while (!toVisit.isEmpty()) {
      Descriptor message = toVisit.removeFirst();
      if (!message.getOptions().getMapEntry()) {
        messages.put(message.getFullName(), message);
        message.getEnumTypes().forEach(type -> enums.put(type.getFullName(), type));
        toVisit.addAll(message.getNestedTypes());
      }
    }
  }

  /** The message of that name; else the only new one that has its simple name. */
  @Nullable Descriptor find(Descriptor before, SchemaTypes old) {
    Descriptor same = messages.get(before.getFullName());
    if (same != null) {
      return same;
    }
    List<Descriptor> moved =
        messages.values().stream()
            .filter(message -> message.getName().equals(before.getName()))
            .filter(message -> !old.messages.containsKey(message.getFullName()))
            .toList();
    return moved.size() == 1 ? moved.get(0) : null;
  }
}
