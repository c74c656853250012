package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.Contract;
import io.datahem.contracts.TestContracts;
import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.table.CurrentState;
import io.datahem.contracts.table.SystemColumns;
import io.datahem.contracts.table.TablePlan;
import io.datahem.contracts.table.TablePlans;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The envelope of a database's changes. */
class ChangeEventTest {
  private static final Contract CONTRACT =
      TestContracts.of(
          """
          message Order {
            option (datahem.stream) = {owner: "tests" key: "order_id" change_events: true};
            string order_id = 1; int64 total = 2; repeated string tags = 3;
            map<string, string> _ATTRIBUTES = 300;
          }
          """);
  private static final TablePlan TABLE = TablePlans.of(CONTRACT);
  private static final EventDecoder DECODER = EventDecoders.compile(CONTRACT);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'NewImage': {'orderId': 'a', 'total': 1}} | INSERT | 1",
        "{'NewImage': {'order_id': 'a', 'total': 1}, 'OldImage': null} | INSERT | 1",
        "{'OldImage': {}, 'NewImage': {'orderId': 'a', 'total': 1}} | INSERT | 1",
        "{'OldImage': {'total': 7}, 'NewImage': {'orderId': 'a', 'total': 1}} | INSERT | 1",
        "{'OldImage': {'orderId': null}, 'NewImage': {'orderId': 'a', 'total': 1}} | INSERT | 1",
        "{'OldImage':{'orderId':'a','total':2},'NewImage':{'orderId':'a','total':1}} | MODIFY | 1",
        "{'OldImage': {'orderId': 'a', 'total': 2}, 'NewImage': null} | REMOVE | 2",
        "{'NewImage': {'total': 1}, 'OldImage': {'total': 2, 'orderId': 'a'}} | REMOVE | 2",
        " { 'Of' : [ {'NewImage':{}} ] , 'OldImage' : { 'orderId' : 'a' , 'total' : 2 } } |REMOVE|2",
      })
  void theNewImageIsTheRowAndTheOldOneWhenThereIsNone(String json, String operation, long total) {
    Decoded decoded = decoded(json.replace('\'', '"'));
    assertThat(value(decoded, "order_id")).isEqualTo("a");
    assertThat(value(decoded, "total")).isEqualTo(total);
    assertThat(value(decoded, SystemColumns.OPERATION)).isEqualTo(operation);
    assertThat(value(decoded, SystemColumns.PUBLISHED)).isNull();
    assertThat(decoded.unknown()).isNull();
  }

  @Test
  void keepsWhenItWasPublishedAndItsId() {
    Decoded decoded =
        decoded(
            """
            {"Published": "2026-01-02T03:04:05.678Z", "EventId": "e\\u0031",
             "NewImage": {"orderId": "a", "tags": ["x", "}"], "more": {"NewImage": 1}}}""");
    assertThat(value(decoded, SystemColumns.PUBLISHED))
        .isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
    assertThat(value(decoded, SystemColumns.EVENT_ID)).isEqualTo("e1");
    assertThat(value(decoded, "tags")).isEqualTo(List.of("x", "}"));
    assertThat(decoded.unknown()).isEqualTo("{\"more\":{\"NewImage\":1}}");
    assertThat(value(decoded, "_ATTRIBUTES"))
        .isEqualTo(
            Map.of(
                "from",
                "test",
                "operation",
                "INSERT",
                "dynamoDbStreamPublished",
                "2026-01-02T03:04:05.678Z",
                "dynamoDbStreamEventId",
                "e1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[] | FIELD_WRONG_TYPE | ~~",
        "{} | FIELD_MISSING | ~~",
        "{'NewImage': {}, 'OldImage': {'total': 1}} | FIELD_MISSING | ~~",
        "{'NewImage': 'x'} | FIELD_WRONG_TYPE | NewImage",
        "{'NewImage': {'orderId': 'a', 'total': 'x'}} | FIELD_INVALID_FORMAT | NewImage.total",
        "{'OldImage': {'orderId': 'a', 'total': {}}} | FIELD_WRONG_TYPE | OldImage.total",
        "{'NewImage': {'orderId': 'a'}, 'NewImage': {}} | JSON_DUPLICATE_FIELD | NewImage",
        "{'NewImage': {'orderId': 'a'}, 'Published': 'now'} | FIELD_INVALID_FORMAT | Published",
        "{'NewImage': {'orderId': 'a'}, 'EventId': 7} | FIELD_WRONG_TYPE | EventId",
        "{'NewImage': {'orderId': 'a'},} | JSON_MALFORMED | ~~",
        "{'NewImage': {'orderId': 'a'} | JSON_MALFORMED | ~~",
        "{'NewImage': {'orderId': 'a', | JSON_MALFORMED | ~~",
        "{'NewImage': {'orderId': 'a'}} {} | JSON_MALFORMED | ~~",
        "~ ~ | EVENT_EMPTY | ~~",
      })
  void whatIsNoEnvelopeIsRejected(String json, Code code, String path) {
    Rejected rejected = (Rejected) decode(json.replace('\'', '"'));
    assertThat(rejected.code()).as(rejected.message()).isEqualTo(code);
    if (code != Code.JSON_MALFORMED) {
      assertThat(rejected.path()).isEqualTo(path);
    }
  }

  @Test
  void theEnvelopeSaysWhatIsNewestAndWhatIsGone() {
    assertThat(TABLE.current())
        .isEqualTo(new CurrentState(List.of("order_id"), "_published", "_operation", "REMOVE"));
  }

  private static Object value(Decoded decoded, String column) {
    return decoded.row()[TABLE.slot(column)];
  }

  private static Decoded decoded(String json) {
    Decoding decoding = decode(json);
    assertThat(decoding).as(decoding.toString()).isInstanceOf(Decoded.class);
    return (Decoded) decoding;
  }

  private static Decoding decode(String json) {
    return DECODER.decode(json.getBytes(StandardCharsets.UTF_8), Map.of("from", "test"));
  }
}
