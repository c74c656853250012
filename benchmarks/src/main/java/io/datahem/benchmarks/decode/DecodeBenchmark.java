package io.datahem.benchmarks.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.datahem.contracts.Contract;
import io.datahem.contracts.decode.DecodeOptions;
import io.datahem.contracts.decode.DecodeOptions.UnknownFields;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.decode.EventDecoder;
import io.datahem.contracts.decode.EventDecoders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Events a second, one thread: each call takes the next of 15 MB of distinct events. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
// A small young generation, touched before: else the kernel's work on fresh pages is measured.
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseParallelGC", "-Xmn64m", "-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class DecodeBenchmark {
  private static final Map<String, String> ATTRIBUTES =
      Map.of("uuid", "0", "timestamp", "2026-01-01T00:00:00Z", "source", "bench");

  @Param({"TRUCK", "ORDER", "GITHUB", "ESCAPES"})
  @SuppressWarnings("NullAway.Init") // JMH sets it
  public EventShape shape;

  @Param({"false", "true"})
  public boolean shuffled;

  private final JsonFactory jackson = new JsonFactory();
  private final JsonFormat.Parser jsonFormat = JsonFormat.parser().ignoringUnknownFields();

  @SuppressWarnings("NullAway.Init") // set up before the first call
  private Descriptor type;

  @SuppressWarnings("NullAway.Init") // set up before the first call
  private EventDecoder toWire;

  @SuppressWarnings("NullAway.Init") // set up before the first call
  private EventDecoder toWireAndRow;

  @SuppressWarnings("NullAway.Init") // set up before the first call
  private UnaryOperator<byte[]> generated;

  @SuppressWarnings("NullAway.Init") // set up before the first call
  private List<byte[]> events;

  private int next;

  /** Makes the events and sees that all are taken. */
  @Setup(Level.Trial)
  public void setUp() throws IOException {
    Contract contract = shape.contract();
    DecodeOptions options = DecodeOptions.STRICT.with(UnknownFields.IGNORE);
    type = contract.descriptor();
    toWire = EventDecoders.toWire(type, options);
    toWireAndRow = EventDecoders.compile(contract, DecodeOptions.STRICT.withWire());
    generated = GeneratedMessages.protobufJackson(type);
    events = new Samples(shuffled).of(shape);
    for (byte[] event : events) {
      if (toWireAndRow.decode(event, ATTRIBUTES) instanceof Rejected rejected) {
        throw new IllegalStateException(rejected.message());
      }
    }
  }

  /** How many distinct events there are. */
  int events() {
    return events.size();
  }

  private byte[] event() {
    int index = next;
    next = index + 1 == events.size() ? 0 : index + 1;
    return events.get(index);
  }

  @Benchmark
  public Decoding wire() {
    return toWire.decode(event(), ATTRIBUTES);
  }

  @Benchmark
  public Decoding wireAndRow() {
    return toWireAndRow.decode(event(), ATTRIBUTES);
  }

  @Benchmark
  public byte[] jsonFormat() throws InvalidProtocolBufferException {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    jsonFormat.merge(new String(event(), StandardCharsets.UTF_8), message);
    return message.build().toByteArray();
  }

  /** By code that is generated for the message, from Jackson's tokens. */
  @Benchmark
  public byte[] protobufJackson() {
    return generated.apply(event());
  }

  /** Every token, and the text of each that has one. */
  @Benchmark
  public int jacksonScan() throws IOException {
    int sum = 0;
    try (JsonParser in = jackson.createParser(event())) {
      JsonToken token;
      while ((token = in.nextToken()) != null) {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_FLOAT) {
          sum += in.getTextLength();
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
          sum += (int) in.getLongValue();
        }
      }
    }
    return sum;
  }
}
