package io.datahem.contracts;

import com.google.protobuf.Descriptors.Descriptor;
import io.datahem.contracts.options.StreamOptions;

/**
 * One stream's message in one version. Immutable.
 *
 * @param version from 1, grows with every change of meaning
 * @param descriptor the message, linked with everything it names; the options' extensions are
 *     readable in it
 * @param options what the message says of its stream
 */
public record Contract(int version, Descriptor descriptor, StreamOptions options) {

  /** The stream's name. */
  public String stream() {
    return options.stream();
  }

  /** The message's full name, under which the stream is found too. */
  public String messageName() {
    return descriptor.getFullName();
  }
}
