package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.decode.Decoding.Rejected;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.JsonFault;

/** Says of a failed run what was wrong: made once, when it has ended. */
final class Rejections {
  private static final String ONE_OBJECT = "one JSON object";

  static Rejected of(DecodeRun run) {
    Rejected made = run.takeRejection();
    if (made != null) {
      run.settle();
      return made;
    }
    JsonCursor in = run.in;
    JsonFault fault = in.fault();
    String path = run.path();
    if (fault != null) {
      return new Rejected(code(fault), path, fault.found(), expected(fault), in.failedAt());
    }
    Code code = run.code();
    if (code == null) {
      throw new IllegalStateException("The run has not failed");
    }
    String found = run.found();
    return new Rejected(
        code,
        member(path, run.member()),
        found == null ? Found.at(in.bytes(), in.failedAt(), run.foundRoom()) : found,
        run.expected(),
        in.failedAt());
  }

  private static String member(String path, String member) {
    if (member.isEmpty()) {
      return path;
    }
    return path.isEmpty() ? member : path + '.' + member;
  }

  static Rejected empty() {
    return new Rejected(Code.EVENT_EMPTY, "", "nothing", "a JSON object", 0);
  }

  private static Code code(JsonFault fault) {
    return switch (fault) {
      case ENDS_EARLY, NOT_JSON, TEXT_AFTER_END -> Code.JSON_MALFORMED;
      case NOT_UTF8, LONE_SURROGATE -> Code.JSON_INVALID_UTF8;
      case TOO_DEEP -> Code.JSON_TOO_DEEP;
      case NUMBER_TOO_LONG -> Code.FIELD_OUT_OF_RANGE;
    };
  }

  private static String expected(JsonFault fault) {
    return switch (fault) {
      case ENDS_EARLY, NOT_JSON, TEXT_AFTER_END -> ONE_OBJECT;
      case NOT_UTF8 -> "JSON in UTF-8";
      case LONE_SURROGATE -> "Unicode text";
      case TOO_DEEP -> "less";
      case NUMBER_TOO_LONG -> "fewer";
    };
  }

  private Rejections() {}
}
