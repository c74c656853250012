package io.datahem.contracts.compile;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import io.datahem.contracts.Finding;
import io.datahem.contracts.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses {@code import option "datahem/contract.proto"} of edition 2024: such an import is not
 * part of a file's descriptor, so what the options say could not be read later.
 */
final class OptionImports {
  private static final String TYPED_FAMILY = "datahem/contract.proto";

  static List<Finding> check(FileDescriptorSet set) {
    List<Finding> findings = new ArrayList<>();
    for (FileDescriptorProto file : set.getFileList()) {
      int index = file.getOptionDependencyList().indexOf(TYPED_FAMILY);
      if (index >= 0) {
        findings.add(
            Finding.error(
                "IMPORT_OPTION_UNSUPPORTED",
                place(file, index),
                "Cannot read options of '"
                    + TYPED_FAMILY
                    + "' through 'import option', expected a plain import.",
                "Write import \"" + TYPED_FAMILY + "\";"));
      }
    }
    return findings;
  }

  private static Place place(FileDescriptorProto file, int index) {
    List<Integer> path = List.of(FileDescriptorProto.OPTION_DEPENDENCY_FIELD_NUMBER, index);
    for (Location location : file.getSourceCodeInfo().getLocationList()) {
      if (location.getPathList().equals(path)) {
        return new Place(file.getName(), location.getSpan(0) + 1, location.getSpan(1) + 1);
      }
    }
    return new Place(file.getName(), 0, 0);
  }

  private OptionImports() {}
}
