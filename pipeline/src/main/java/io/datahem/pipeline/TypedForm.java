package io.datahem.pipeline;

import com.google.protobuf.Descriptors.Descriptor;
import io.datahem.contracts.Contract;
import io.datahem.contracts.decode.EventKey;
import io.datahem.events.Attributes;
import io.datahem.pipeline.TypedStreams.TypedEvent;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How a stream's events look when they are published: in the wire format of Confluent's
 * serializers, which is a zero byte, the schema's id in four bytes, where in its schema the message
 * stands, and the message. Thread-safe.
 */
final class TypedForm {
  private static final byte MAGIC = 0;

  private final String stream;
  private final int version;
  private final byte[] head;
  private final EventKey key;

  /**
   * The form of a contract's events.
   *
   * @param schemaId the id of the contract's file in the schema registry
   */
  TypedForm(Contract contract, int schemaId) {
    if (schemaId <= 0) {
      throw new IllegalArgumentException(
          "Cannot publish events of "
              + contract.stream()
              + ": its schema has no id in the registry");
    }
    this.stream = contract.stream();
    this.version = contract.version();
    this.head = head(schemaId, contract.descriptor());
    this.key = EventKey.of(contract);
  }

  TypedEvent event(Envelope event, byte[] wire) {
    byte[] value = new byte[head.length + wire.length];
    System.arraycopy(head, 0, value, 0, head.length);
    System.arraycopy(wire, 0, value, head.length, wire.length);
    return new TypedEvent(
        stream,
        version,
        event.partition(),
        event.offset(),
        keyOf(event, wire),
        value,
        event.attributes());
  }

  /** The contract's key; the one that the caller orders by when it has none. */
  private @Nullable String keyOf(Envelope event, byte[] wire) {
    if (!key.isEmpty()) {
      return key.of(wire);
    }
    String ordered = event.attribute(Attributes.KEY);
    return ordered.isEmpty() ? null : ordered;
  }

  private static byte[] head(int schemaId, Descriptor message) {
    Deque<Integer> indexes = new ArrayDeque<>();
    for (Descriptor type = message; type != null; type = type.getContainingType()) {
      indexes.push(type.getIndex());
    }
    ByteBuffer head = ByteBuffer.allocate(5 + 5 * (indexes.size() + 1));
    head.put(MAGIC).putInt(schemaId);
    if (indexes.size() == 1 && indexes.getFirst() == 0) {
      // The first message of the file, which is most common, is said by an empty list.
      head.put((byte) 0);
    } else {
      zigzag(head, indexes.size());
      indexes.forEach(index -> zigzag(head, index));
    }
    byte[] bytes = new byte[head.position()];
    head.flip().get(bytes);
    return bytes;
  }

  private static void zigzag(ByteBuffer out, int value) {
    int rest = value << 1;
    while ((rest & ~0x7F) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }
}
