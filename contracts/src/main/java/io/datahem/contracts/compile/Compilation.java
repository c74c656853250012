package io.datahem.contracts.compile;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.Finding;
import java.util.List;

/**
 * What became of a push's sources.
 *
 * @param set the compiled files with all they import, comments and positions in it; empty when
 *     there are errors
 * @param files the pushed files, linked; empty when there are errors
 * @param findings every problem
 */
public record Compilation(
    FileDescriptorSet set, List<FileDescriptor> files, List<Finding> findings) {

  public Compilation {
    files = List.copyOf(files);
    findings = List.copyOf(findings);
  }

  public boolean ok() {
    return findings.stream().noneMatch(Finding::isError);
  }
}
