package io.datahem.benchmarks.decode;

import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import org.curioswitch.common.protobuf.json.MessageMarshaller;

/** JSON to protobuf by code that protobuf-jackson generates for a generated message class. */
public final class ProtobufJackson implements UnaryOperator<byte[]> {
  private final Message generated;
  private final MessageMarshaller marshaller;

  /** Called by its name, in the loader that has the message's class. */
  public ProtobufJackson(Message generated) {
    this.generated = generated;
    this.marshaller =
        MessageMarshaller.builder().register(generated).ignoringUnknownFields(true).build();
  }

  @Override
  public byte[] apply(byte[] json) {
    Message.Builder message = generated.newBuilderForType();
    try {
      marshaller.mergeValue(json, message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return message.build().toByteArray();
  }
}
