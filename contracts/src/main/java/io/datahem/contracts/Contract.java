package io.datahem.contracts;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.datahem.contracts.options.StreamOptions;
import java.util.Collection;
import java.util.List;

/**
 * One stream's message in one version. Immutable.
 *
 * @param version from 1, grows with every change of meaning
 * @param descriptor the message, linked with everything it names; the options' extensions are
 *     readable in it
 * @param options what the message says of its stream
 * @param others files beside the message's own and its imports, whose types an Any may hold, too
 */
public record Contract(
    int version, Descriptor descriptor, StreamOptions options, List<FileDescriptor> others) {

  public Contract {
    others = List.copyOf(others);
  }

  /** A contract that knows no types but its own and those it imports. */
  Contract(int version, Descriptor descriptor, StreamOptions options) {
    this(version, descriptor, options, List.of());
  }

  /** The same, whose Anys may hold the types of other files, too. */
  public Contract with(Collection<FileDescriptor> files) {
    return new Contract(version, descriptor, options, List.copyOf(files));
  }

  /** The stream's name. */
  public String stream() {
    return options.stream();
  }

  /** The message's full name, under which the stream is found too. */
  public String messageName() {
    return descriptor.getFullName();
  }
}
