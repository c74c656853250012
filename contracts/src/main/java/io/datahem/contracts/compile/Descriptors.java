package io.datahem.contracts.compile;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Links a descriptor set. */
public final class Descriptors {

  /**
   * Links every file of a set.
   *
   * @param set files with everything they import, each behind its imports (as the compiler writes
   *     them)
   * @return the files by path
   * @throws IllegalArgumentException when the set is not whole or not valid
   */
  public static Map<String, FileDescriptor> link(FileDescriptorSet set) {
    Map<String, FileDescriptor> linked = new LinkedHashMap<>();
    for (FileDescriptorProto file : set.getFileList()) {
      FileDescriptor[] imports = new FileDescriptor[file.getDependencyCount()];
      for (int i = 0; i < imports.length; i++) {
        FileDescriptor found = linked.get(file.getDependency(i));
        if (found == null) {
          throw new IllegalArgumentException(
              "Cannot link "
                  + file.getName()
                  + ": the set lacks '"
                  + file.getDependency(i)
                  + "' before it");
        }
        imports[i] = found;
      }
      try {
        linked.put(file.getName(), FileDescriptor.buildFrom(file, imports));
      } catch (DescriptorValidationException e) {
        throw new IllegalArgumentException(
            "Cannot link " + file.getName() + ": " + e.getMessage(), e);
      }
    }
    return linked;
  }

  /** The same files, each behind those of its imports that the set has. */
  public static FileDescriptorSet ordered(FileDescriptorSet set) {
    Map<String, FileDescriptorProto> byName = new LinkedHashMap<>();
    set.getFileList().forEach(file -> byName.putIfAbsent(file.getName(), file));
    Map<String, FileDescriptorProto> ordered = new LinkedHashMap<>();
    Deque<FileDescriptorProto> open = new ArrayDeque<>();
    Set<String> entered = new HashSet<>();
    for (FileDescriptorProto root : byName.values()) {
      open.push(root);
      while (!open.isEmpty()) {
        FileDescriptorProto file = open.peek();
        if (entered.add(file.getName())) {
          file.getDependencyList().stream()
              .filter(name -> !entered.contains(name))
              .map(byName::get)
              .filter(Objects::nonNull)
              .forEach(open::push);
        } else {
          ordered.putIfAbsent(file.getName(), file);
          open.pop();
        }
      }
    }
    return FileDescriptorSet.newBuilder().addAllFile(ordered.values()).build();
  }

  private Descriptors() {}
}
