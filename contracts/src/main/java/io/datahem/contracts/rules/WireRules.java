package io.datahem.contracts.rules;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.List;

/** Rules that are checked while the bytes are walked over once. */
final class WireRules implements EventRules {
  private final MessageRules rules;

  WireRules(MessageRules rules) {
    this.rules = rules;
  }

  @Override
  public List<Violation> check(byte[] wire, int size) {
    Violations found = new Violations();
    try {
      rules.check(CodedInputStream.newInstance(wire, 0, size), found);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot check rules: the event's protobuf is not whole", e);
    }
    return found.list();
  }
}
