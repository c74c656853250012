package io.datahem.contracts.decode;

import java.util.Map;

/** Decodes the events of one contract version. Compiled once per contract; thread-safe. */
public interface EventDecoder {

  /**
   * Decodes one event strictly by the proto3 JSON mapping and makes its row.
   *
   * @param data JSON bytes in UTF-8
   * @param attributes the event's attributes, for a message with {@code _ATTRIBUTES}: the row holds
   *     them and not a copy, so they must not change before it is written
   * @return never throws for what the bytes hold: a failure is a {@link Decoding.Rejected}
   */
  default Decoding decode(byte[] data, Map<String, String> attributes) {
    return decode(data, 0, data.length, attributes);
  }

  /**
   * Decodes one event whose JSON stands among other bytes.
   *
   * @param bytes hold the event's JSON
   * @param from where it starts
   * @param length its bytes
   * @param attributes the event's attributes, for a message with {@code _ATTRIBUTES}
   * @return as {@link #decode(byte[], Map)}
   */
  Decoding decode(byte[] bytes, int from, int length, Map<String, String> attributes);
}
