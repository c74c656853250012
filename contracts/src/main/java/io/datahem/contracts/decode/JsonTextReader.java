package io.datahem.contracts.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.StringWriter;
import java.util.function.Supplier;

/**
 * Reads a message that is kept as JSON text (it holds itself, or lies too deep for columns):
 * checked like any other, then kept as it was written, undeclared fields included.
 */
final class JsonTextReader implements ValueReader {
  private final Supplier<RecordPlan> plan;

  JsonTextReader(Supplier<RecordPlan> plan) {
    this.plan = plan;
  }

  @Override
  public Object read(DecodeRun run) throws IOException {
    String place = run.path();
    try (TokenBuffer buffer = new TokenBuffer(run.in)) {
      buffer.copyCurrentStructure(run.in);
      check(buffer, run, place);
      StringWriter text = new StringWriter();
      try (var out = JsonEventDecoder.generator(text)) {
        buffer.serialize(out);
      }
      return text.toString();
    }
  }

  private void check(TokenBuffer buffer, DecodeRun run, String place) throws IOException {
    try (JsonParser in = buffer.asParser(run.in)) {
      in.nextToken();
      DecodeRun inner = run.within(in);
      try {
        plan.get().read(inner);
      } catch (Rejection e) {
        String path = e.path() == null ? inner.path() : e.path();
        throw e.at(path.isEmpty() ? place : place + "." + path);
      }
    }
  }
}
