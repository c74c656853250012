package io.datahem.contracts.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
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
      return text(buffer, run);
    }
  }

  /** Token by token, since the buffer's own writer fails on integers beyond 64 bits. */
  private static String text(TokenBuffer buffer, DecodeRun run) throws IOException {
    try (JsonParser in = buffer.asParser(run.in)) {
      in.nextToken();
      return run.within(in).json();
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
