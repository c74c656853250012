package io.datahem.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.DynamicMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TesteeTest {
  private static final TestTypes TYPES = new TestTypes();
  private static final Descriptor REQUEST =
      Objects.requireNonNull(TYPES.find("conformance.ConformanceRequest"));

  @Test
  void answersWithProtobufWithJsonAndWithARejection() throws IOException {
    assertThat(answer("{\"optionalInt32\": 7}", 1)).contains("protobuf_payload: \"\\b\\a\"");
    assertThat(answer("{\"optionalInt32\": 7}", 2)).contains("optionalInt32").contains("7");
    assertThat(answer("{\"optionalInt32\": \"x\"}", 1)).contains("parse_error");
    assertThat(answer("{\"unknown\": 1}", 1)).contains("parse_error");
    assertThat(answer("{}", 4)).contains("skipped");
  }

  @Test
  void endsWhenTheRunnerHangsUp() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Testee.run(new ByteArrayInputStream(new byte[0]), out, new Answers(TYPES));
    assertThat(out.size()).isZero();
  }

  private static String answer(String json, int format) throws IOException {
    EnumValueDescriptor output =
        REQUEST.findFieldByName("requested_output_format").getEnumType().findValueByNumber(format);
    byte[] request =
        DynamicMessage.newBuilder(REQUEST)
            .setField(REQUEST.findFieldByName("json_payload"), json)
            .setField(
                REQUEST.findFieldByName("message_type"),
                "protobuf_test_messages.proto3.TestAllTypesProto3")
            .setField(REQUEST.findFieldByName("requested_output_format"), output)
            .build()
            .toByteArray();
    ByteBuffer sent = ByteBuffer.allocate(4 + request.length).order(ByteOrder.LITTLE_ENDIAN);
    sent.putInt(request.length).put(request);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Testee.run(new ByteArrayInputStream(sent.array()), out, new Answers(TYPES));
    ByteBuffer reply = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    byte[] response = new byte[reply.getInt()];
    reply.get(response);
    assertThat(reply.hasRemaining()).isFalse();
    return DynamicMessage.parseFrom(
            Objects.requireNonNull(TYPES.find("conformance.ConformanceResponse")), response)
        .toString();
  }
}
