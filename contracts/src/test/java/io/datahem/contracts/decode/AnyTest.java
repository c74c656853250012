package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import io.datahem.contracts.Contract;
import io.datahem.contracts.SourceFile;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an Any may hold: types of its own contract, and of files that the contract is told of. */
class AnyTest {
  private static final Contract CONTRACT =
      TestContracts.of(
          """
          message Envelope {
            option (datahem.stream) = {owner: "tests"};
            message Own { int32 n = 1; }
            google.protobuf.Any body = 1;
          }
          """);
  private static final List<FileDescriptor> OTHERS =
      TestContracts.compile(
              new SourceFile(
                  "other.proto",
                  """
                  syntax = "proto3";
                  package other.v1;
                  message Paid { Money sum = 1; message Money { double amount = 1; } }
                  """))
          .files();

  @Test
  void holdsTypesOfItsOwnContract() {
    assertThat(decode(CONTRACT, event("test.v1.Envelope.Own", "\"n\":1")))
        .isInstanceOf(Decoded.class);
  }

  @Test
  void holdsTypesThatOnlyOtherFilesHave() throws Exception {
    String event = event("other.v1.Paid", "\"sum\":{\"amount\":1.5}");
    Rejected rejected = (Rejected) decode(CONTRACT, event);
    assertThat(rejected.code()).isEqualTo(Code.ANY_TYPE_UNKNOWN);
    assertThat(rejected.path()).isEqualTo("body");

    Decoded decoded = (Decoded) decode(CONTRACT.with(OTHERS), event);

    Message body =
        (Message)
            RandomMessages.parse(CONTRACT.descriptor(), decoded.wire())
                .getField(CONTRACT.descriptor().findFieldByName("body"));
    Any any = Any.parseFrom(body.toByteString());
    assertThat(any.getTypeUrl()).isEqualTo("type.googleapis.com/other.v1.Paid");
    assertThat(
            RandomMessages.parse(
                    OTHERS.get(0).getMessageTypes().get(0), any.getValue().toByteArray())
                .toString())
        .isEqualTo("sum {\n  amount: 1.5\n}\n");
    assertThat(decode(CONTRACT.with(OTHERS), event("other.v1.Paid.Money", "\"amount\":1")))
        .isInstanceOf(Decoded.class);
  }

  private static String event(String type, String fields) {
    return "{\"body\":{" + fields + ",\"@type\":\"type.googleapis.com/" + type + "\"}}";
  }

  private static Decoding decode(Contract contract, String event) {
    return EventDecoders.compile(contract, DecodeOptions.STRICT.withWire())
        .decode(event.getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
