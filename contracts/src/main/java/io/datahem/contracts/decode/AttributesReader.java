package io.datahem.contracts.decode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The field that takes all attributes of the event: what the payload says of it is left aside. */
final class AttributesReader implements ValueReader {
  static final AttributesReader INSTANCE = new AttributesReader();

  @Override
  public @Nullable Object read(DecodeRun run) throws IOException {
    run.in.skipChildren();
    return null;
  }

  @Override
  public boolean takesNull() {
    return true;
  }

  static @Nullable Object value(Map<String, String> attributes) {
    List<Object[]> entries = new ArrayList<>(attributes.size());
    attributes.forEach((key, value) -> entries.add(new Object[] {key, value}));
    return entries.isEmpty() ? null : entries;
  }

  private AttributesReader() {}
}
