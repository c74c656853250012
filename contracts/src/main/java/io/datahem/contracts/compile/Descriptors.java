package io.datahem.contracts.compile;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;

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

  private Descriptors() {}
}
