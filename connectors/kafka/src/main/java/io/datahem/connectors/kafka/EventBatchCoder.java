package io.datahem.connectors.kafka;

import io.datahem.events.Event;
import io.datahem.events.EventBatch;
import io.datahem.events.LoggedEvent;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.CustomCoder;

/** Batches on the wire between workers, for engines that put one there. */
final class EventBatchCoder extends CustomCoder<EventBatch> {
  private static final long serialVersionUID = 1L;

  @Override
  public void encode(EventBatch batch, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeInt(batch.partition());
    out.writeLong(batch.claim());
    out.writeLong(batch.from());
    out.writeLong(batch.end());
    out.writeLong(batch.waiting());
    out.writeInt(batch.events().size());
    for (LoggedEvent logged : batch.events()) {
      out.writeLong(logged.offset());
      Event event = logged.event();
      out.writeInt(event.length());
      out.write(event.bytes(), event.from(), event.length());
      out.writeInt(event.attributes().size());
      for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
        write(out, attribute.getKey().getBytes(StandardCharsets.UTF_8));
        write(out, attribute.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    out.flush();
  }

  @Override
  public EventBatch decode(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int partition = in.readInt();
    long claim = in.readLong();
    long from = in.readLong();
    long end = in.readLong();
    long waiting = in.readLong();
    List<LoggedEvent> events = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      long offset = in.readLong();
      byte[] data = read(in);
      Map<String, String> attributes = new HashMap<>();
      for (int more = in.readInt(); more > 0; more--) {
        String name = new String(read(in), StandardCharsets.UTF_8);
        attributes.put(name, new String(read(in), StandardCharsets.UTF_8));
      }
      events.add(new LoggedEvent(offset, new Event(data, attributes)));
    }
    return new EventBatch(partition, claim, from, end, events, waiting);
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] read(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "Attributes have no order");
  }
}
