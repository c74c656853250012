package io.datahem.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.datahem.contracts.decode.Decoding;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the conformance suite sends as JSON, and what must become of it. */
class RecordedInputsTest {
  private static final TestTypes TYPES = new TestTypes();

  /** A line of the recording; wire is null where the input must be rejected. */
  record Input(String name, String type, boolean ignoreUnknown, String json, String wire) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Input> inputs() throws IOException {
    try (InputStream in = RecordedInputsTest.class.getResourceAsStream("/json-inputs.ndjson")) {
      String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      ObjectReader reader = new JsonMapper().readerFor(Input.class);
      return reader.<Input>readValues(lines).readAll();
    }
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void isReadAsTheSuiteWants(Input input) throws InvalidProtocolBufferException {
    Descriptor type = Objects.requireNonNull(TYPES.find(input.type()));
    byte[] json = input.json().getBytes(StandardCharsets.UTF_8);
    Decoding decoding = TYPES.decoder(type, input.ignoreUnknown()).decode(json, Map.of());
    if (input.wire() == null) {
      assertThat(decoding).as(input.json()).isInstanceOf(Rejected.class);
      return;
    }
    assertThat(decoding).as(input.json()).isInstanceOf(Decoded.class);
    byte[] expected = HexFormat.of().parseHex(input.wire());
    assertThat(DynamicMessage.parseFrom(type, ((Decoded) decoding).wire(), TYPES.extensions()))
        .as(input.json())
        .isEqualTo(DynamicMessage.parseFrom(type, expected, TYPES.extensions()));
  }
}
