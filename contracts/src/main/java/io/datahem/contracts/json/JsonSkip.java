package io.datahem.contracts.json;

/** Goes over a value whatever it holds, by a stack of its own: how deep it nests is limited. */
final class JsonSkip {

  static void value(JsonCursor in) {
    // One bit a level, 1 for an object; MAX_DEPTH fits into two words.
    long low = 0;
    long high = 0;
    int depth = 0;
    while (true) {
      byte b = in.space();
      if (b == '{' || b == '[') {
        if (in.depth() + depth == JsonCursor.MAX_DEPTH) {
          in.fail(JsonFault.TOO_DEEP);
          return;
        }
        depth++;
        high = high << 1 | low >>> 63;
        low = low << 1 | (b == '{' ? 1 : 0);
        byte first = in.next();
        if (first != (b == '{' ? '}' : ']')) {
          if (b == '{') {
            name(in);
          }
          continue;
        }
      } else {
        scalar(in, b);
      }
      while (true) {
        if (depth == 0) {
          return;
        }
        boolean object = (low & 1) == 1;
        byte after = in.space();
        if (after == ',') {
          in.next();
          if (object) {
            name(in);
          }
          break;
        }
        if (after != (object ? '}' : ']')) {
          in.fail(JsonFault.NOT_JSON);
          return;
        }
        in.moveTo(in.position() + 1);
        depth--;
        low = low >>> 1 | high << 63;
        high >>>= 1;
      }
    }
  }

  private static void name(JsonCursor in) {
    in.skipString();
    in.colon();
  }

  private static void scalar(JsonCursor in, byte first) {
    switch (first) {
      case '"' -> in.skipString();
      case 't' -> in.literal("true");
      case 'f' -> in.literal("false");
      case 'n' -> in.literal("null");
      default -> in.skipNumber();
    }
  }

  private JsonSkip() {}
}
