package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.JsonFault;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message of any type, which its member {@code @type} names, wherever among the members
 * that stands.
 */
final class AnyBody extends BodyPlan {
  static final String TYPE = "@type";
  private static final WireTag TYPE_URL = WireTag.delimited(1);
  private static final WireTag VALUE = WireTag.delimited(2);

  private final TypeRegistry types;

  AnyBody(TypeRegistry types) {
    this.types = types;
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    JsonCursor in = run.in;
    int start = in.position();
    if (in.current() != '{') {
      run.wrongType("an object");
      return null;
    }
    if (!in.enter()) {
      return null;
    }
    if (in.next() == '}') {
      in.moveTo(in.position() + 1);
      in.leave();
      return null;
    }
    BodyPlan body = type(run);
    if (body == null) {
      return null;
    }
    int typePlace = in.position();
    in.leave();
    in.moveTo(start);
    WireSink out = run.out;
    int before = out.size();
    out.tag(VALUE);
    int value = out.open(1);
    int outerDepth = run.typeDepth();
    int outerPlace = run.typePlace();
    run.expectType(in.depth() + 1, typePlace);
    if (body.isObject()) {
      body.read(run, false);
    } else {
      wellKnown(run, body);
    }
    run.expectType(outerDepth, outerPlace);
    if (out.size() == value) {
      out.truncate(before);
    } else {
      out.close(value, 1);
    }
    return null;
  }

  /**
   * Finds the type, and writes its name. The cursor stays at the member then.
   *
   * @return null when the run has failed
   */
  private @Nullable BodyPlan type(DecodeRun run) {
    JsonCursor in = run.in;
    while (true) {
      int place = in.position();
      if (!run.text.take(in)) {
        return null;
      }
      boolean isType = run.text.is(TYPE);
      in.colon();
      if (isType) {
        BodyPlan body = resolved(run);
        if (body != null) {
          in.moveTo(place);
        }
        return body;
      }
      in.skipValue();
      byte after = in.space();
      if (after != ',') {
        if (after == '}') {
          run.rejectMember(Code.FIELD_MISSING, TYPE, "nothing", "the type of the message");
        }
        in.fail(JsonFault.NOT_JSON);
        return null;
      }
      in.next();
    }
  }

  private @Nullable BodyPlan resolved(DecodeRun run) {
    JsonCursor in = run.in;
    int place = in.position();
    if (in.current() != '"') {
      run.wrongType("the type of the message");
      return null;
    }
    if (!run.text.take(in)) {
      return null;
    }
    String url = run.text.toString();
    BodyPlan body = types.byUrl(url);
    if (body == null) {
      run.reject(Code.ANY_TYPE_UNKNOWN, place, "the name of a message type that is known here");
      return null;
    }
    int length = run.text.to() - run.text.from();
    run.out.tag(TYPE_URL);
    run.out.varint(length);
    run.out.bytes(run.text.bytes(), run.text.from(), length);
    return body;
  }

  /** A type whose JSON form is no object of its fields stands in a member {@code value}. */
  private static void wellKnown(DecodeRun run, BodyPlan body) {
    JsonCursor in = run.in;
    if (!in.enter()) {
      return;
    }
    int types = 0;
    int values = 0;
    in.next();
    while (true) {
      int place = in.position();
      if (!run.text.take(in)) {
        return;
      }
      in.atMember(place);
      boolean isType = run.text.is(TYPE);
      boolean isValue = run.text.is("value");
      types += isType ? 1 : 0;
      values += isValue ? 1 : 0;
      if (types > 1 || values > 1) {
        run.reject(Code.JSON_DUPLICATE_FIELD, place, "the field twice", "it once");
      }
      in.colon();
      if (isValue) {
        body.read(run, false);
      } else if (isType) {
        in.skipValue();
      } else {
        run.unknownMember(place);
      }
      byte after = in.space();
      if (after == '}') {
        break;
      }
      if (after != ',') {
        in.fail(JsonFault.NOT_JSON);
        return;
      }
      in.next();
    }
    if (values == 0) {
      run.rejectMember(Code.FIELD_MISSING, "value", "nothing", "the value of the type");
      return;
    }
    in.moveTo(in.position() + 1);
    in.leave();
  }
}
