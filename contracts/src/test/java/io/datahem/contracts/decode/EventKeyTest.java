package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.Contract;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.Decoding.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an event speaks of, by every kind of field. */
class EventKeyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"id\" | {\"id\":\"a\\\"b\"} | a\"b",
        "\"id\" | {} | ~~",
        "\"id\", \"big\" | {\"id\":\"a\\\"b\",\"big\":\"18446744073709551615\"} | [\"a\\\"b\",\"18446744073709551615\"]",
        "\"small\" | {\"small\":4294967295} | 4294967295",
        "\"part.of.id\" | {\"part\":{\"of\":{\"id\":7}}} | 7",
        "\"part.of.id\" | {\"part\":{}} | 0",
        "\"kind\" | {\"kind\":1} | SOME",
        "\"data\" | {\"data\":\"AQI\"} | AQI=",
        "\"flag\" | {\"flag\":true} | true",
        "\"at\" | {\"at\":\"1970-01-01T00:00:01Z\"} | seconds: 1",
      })
  void isText(String keys, String event, String expected) {
    Contract contract =
        TestContracts.of(
            """
            message Order {
              option (datahem.stream) = {owner: "tests" key: [%s]};
              enum Kind { NONE = 0; SOME = 1; }
              message Part { Of of = 1; }
              message Of { sint64 id = 1; }
              string id = 1;
              uint64 big = 2;
              uint32 small = 3;
              Part part = 4;
              Kind kind = 5;
              bytes data = 6;
              bool flag = 7;
              google.protobuf.Timestamp at = 8;
            }
            """
                .formatted(keys));
    Decoded decoded =
        (Decoded)
            EventDecoders.compile(contract, DecodeOptions.STRICT.withWire())
                .decode(event.getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(EventKey.of(contract).of(Objects.requireNonNull(decoded.wire())))
        .isEqualTo(expected);
  }
}
