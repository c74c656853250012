package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.Contract;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.DecodeOptions.UnknownFields;
import io.datahem.contracts.decode.Decoding.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rejection says: where to the byte, as much as people need, and nothing of a person. */
class RejectionTest {
  private static final Contract CONTRACT =
      TestContracts.of(
          """
          message Order {
            option (datahem.stream) = {owner: "tests" unknown_fields: REJECT_UNKNOWN};
            enum Kind { NONE = 0; SOME = 1; }
            message Person {
              string name = 1; int32 age = 2; map<string, int32> scores = 3; Person boss = 4;
            }
            int32 n = 1; string text = 2; Kind kind = 3; repeated int32 list = 4;
            map<string, int32> counts = 5; google.protobuf.Struct extra = 6; bytes data = 7;
            google.protobuf.Timestamp at = 8; Person plain = 9;
            Person person = 20 [(datahem.field).personal = true];
            map<string, int32> contacts = 21 [(datahem.field).personal = true];
            map<string, Person> friends = 22 [(datahem.field).personal = true];
            google.protobuf.Struct notes = 23 [(datahem.field).personal = true];
            repeated string names = 24 [(datahem.field).personal = true];
            string born = 25 [(datahem.field).personal = true, (datahem.field).type = DATE];
            string chosen = 26 [(datahem.field).personal = true, (datahem.field).type = DATE, (datahem.field).coalesce = "born"];
            google.protobuf.StringValue wrapped = 27 [(datahem.field).personal = true];
            Kind secret_kind = 28 [(datahem.field).personal = true];
            int32 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff = 29;
          }
          """);
  private static final EventDecoder DECODER =
      EventDecoders.compile(CONTRACT, DecodeOptions.STRICT.withWire().with(UnknownFields.REJECT));

  /** The place of the byte in question is marked by ^, which is taken out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"n\":^true} | n",
        "{ \"n\" : ^\"x\" } | n",
        "{\"text\":\"ååå\",\"n\":^1.5} | n",
        "{\"n\":1,\"n\":^2} | n",
        "{\"kind\":^\"NOPE\"} | kind",
        "{\"list\":[1,2,^\"x\"]} | list[2]",
        "{\"list\":[1,^null]} | list[1]",
        "{\"counts\":{\"a\":1,\"b\":^\"x\"}} | counts.b",
        "{\"plain\":{\"boss\":{\"age\":^[]}}} | plain.boss.age",
        "{\"data\":^\"%\"} | data",
        "{\"at\":^\"soon\"} | at",
        "{\"n\":1^x} | n",
        "{\"n\":0^1} | n",
        "{\"text\":\"a\\^x\"} | text",
        "{\"n\":1}^x | ~~",
        "n^ope | ~~",
      })
  void saysTheByte(String marked, String path) {
    int offset = marked.substring(0, marked.indexOf('^')).getBytes(StandardCharsets.UTF_8).length;
    Rejected rejected = rejected(marked.replace("^", ""));
    assertThat(rejected.path()).as(rejected.message()).isEqualTo(path);
    assertThat(rejected.offset()).as(rejected.message()).isEqualTo(offset);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"person\":{\"name\":19121212}}",
        "{\"person\":{\"age\":\"19121212x\"}}",
        "{\"person\":{\"age\":19121212.5}}",
        "{\"person\":{\"age\":19121212191212}}",
        "{\"person\":{\"scores\":{\"19121212\":\"x\"}}}",
        "{\"person\":{\"boss\":{\"age\":\"19121212x\"}}}",
        "{\"person\":\"19121212\"}",
        "{\"contacts\":{\"19121212\":\"x\"}}",
        "{\"contacts\":{\"19121212\":1,\"19121212\":2}}",
        "{\"contacts\":{\"19121212\":nope}}",
        "{\"friends\":{\"19121212\":{\"age\":true}}}",
        "{\"notes\":{\"19121212\":{\"19121212\":nope}}}",
        "{\"notes\":{\"19121212\":1,\"19121212\":2}}",
        "{\"names\":[\"a\",19121212]}",
        "{\"names\":\"19121212\"}",
        "{\"born\":\"19121212\"}",
        "{\"chosen\":\"19121212\"}",
        "{\"born\":\"2000-01-01\",\"chosen\":\"x\",\"wrapped\":19121212}",
        "{\"secretKind\":\"X19121212\"}",
        "{\"names\":[\"19121212\\ud800\"]}",
        "{\"names\":[\"19121212\\x\"]}",
      })
  void saysNothingOfAPerson(String event) {
    Rejected rejected = rejected(event);
    assertThat(rejected.toString()).doesNotContain("1912");
    assertThat(rejected.message()).doesNotContain("1912");
    assertThat(rejected.path()).isNotEmpty();
  }

  @Test
  void saysTheFieldOfAPersonalEntry() {
    Rejected rejected = rejected("{\"friends\":{\"19121212\":{\"boss\":{\"age\":true}}}}");
    assertThat(rejected.path()).isEqualTo("friends.boss.age");
  }

  @Test
  void saysNoMoreThanPeopleRead() {
    Rejected value = rejected("{\"n\":\"" + "x".repeat(10_000) + "\"}");
    assertThat(value.found()).isEqualTo("string \"" + "x".repeat(32) + "…\"");
    Rejected key = rejected("{\"counts\":{\"" + "k".repeat(10_000) + "\":true}}");
    assertThat(key.path()).isEqualTo("counts." + "k".repeat(64) + "…");
    Rejected field = rejected("{\"" + "f".repeat(70) + "\":\"x\"}");
    assertThat(field.path()).isEqualTo("f".repeat(64) + "…");
    Rejected control = rejected("{\"counts\":{\"\\u001b[31m\\n\":true}}");
    assertThat(control.path()).isEqualTo("counts.?[31m?");
    Rejected unknown = rejected("{\"" + "u".repeat(10_000) + "\":1}");
    assertThat(unknown.path()).hasSizeLessThan(100);
  }

  private static Rejected rejected(String event) {
    Decoding decoding = DECODER.decode(event.getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(decoding).as(event).isInstanceOf(Rejected.class);
    return (Rejected) decoding;
  }
}
