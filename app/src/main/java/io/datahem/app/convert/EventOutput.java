package io.datahem.app.convert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.datahem.contracts.Contract;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Problems;
import io.datahem.contracts.table.Column;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlans;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How a decoded event is written: one line, its end included. */
interface EventOutput {

  /** Writes an event. */
  void write(Decoded event, OutputStream out) throws IOException;

  /** True when events are to be decoded to protobuf too. */
  boolean needsWire();

  /** The output of a kind for a contract's events. */
  static EventOutput of(OutputKind kind, Contract contract) {
    return switch (kind) {
      case ROW -> new Row(TablePlans.of(contract).columns());
      case PROTOBUF -> new Protobuf();
      case JSON -> new Json(contract);
    };
  }

  /** The columns that the contract makes, undeclared fields and problems when there are any. */
  final class Row implements EventOutput {
    private static final JsonFactory JSON =
        JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private final List<Column> columns;

    Row(List<Column> all) {
      this.columns = all.subList(0, all.size() - SystemColumns.ALL.size());
    }

    @Override
    public void write(Decoded event, OutputStream out) throws IOException {
      try (JsonGenerator json = JSON.createGenerator(out)) {
        json.writeStartObject();
        RowJson.fields(json, columns, event.row());
        if (event.unknown() != null) {
          json.writeStringField(SystemColumns.UNKNOWN, event.unknown());
        }
        String problems = Problems.json(event);
        if (problems != null) {
          json.writeStringField(SystemColumns.PROBLEMS, problems);
        }
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }

    @Override
    public boolean needsWire() {
      return false;
    }
  }

  /** Base64 of the wire format. */
  final class Protobuf implements EventOutput {

    @Override
    public void write(Decoded event, OutputStream out) throws IOException {
      out.write(Base64.getEncoder().encode(wire(event)));
      out.write('\n');
    }

    @Override
    public boolean needsWire() {
      return true;
    }
  }

  /** The canonical JSON of the message. */
  final class Json implements EventOutput {
    private final Descriptor message;
    private final JsonFormat.Printer printer;

    Json(Contract contract) {
      this.message = contract.descriptor();
      TypeRegistry.Builder types = TypeRegistry.newBuilder();
      Set<String> seen = new HashSet<>();
      addTypes(message.getFile(), types, seen);
      contract.others().forEach(file -> addTypes(file, types, seen));
      this.printer =
          JsonFormat.printer().omittingInsignificantWhitespace().usingTypeRegistry(types.build());
    }

    @Override
    public void write(Decoded event, OutputStream out) throws IOException {
      String text = printer.print(DynamicMessage.parseFrom(message, wire(event)));
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.write('\n');
    }

    @Override
    public boolean needsWire() {
      return true;
    }

    /** What an Any may hold: every type of a file and of all it imports. */
    private static void addTypes(FileDescriptor file, TypeRegistry.Builder to, Set<String> seen) {
      if (seen.add(file.getName())) {
        to.add(file.getMessageTypes());
        file.getDependencies().forEach(imported -> addTypes(imported, to, seen));
      }
    }
  }

  private static byte[] wire(Decoded event) {
    byte[] wire = event.wire();
    if (wire == null) {
      throw new IllegalStateException("Events were decoded without protobuf");
    }
    return wire;
  }
}
