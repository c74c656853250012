package io.datahem.contracts.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.contracts.decode.Decoding.Decoded;
import io.datahem.contracts.decode.Decoding.Rejected;

/** White space has an event read by another way: what becomes of it must be the same. */
final class SpacedOut {

  /**
   * Fails when an event becomes something else behind white space.
   *
   * @param bytes how much further on everything stands that could be wrong
   */
  static void assertSame(Decoding usual, Decoding spaced, int bytes, String context) {
    if (usual instanceof Decoded decoded && spaced instanceof Decoded other) {
      assertThat(decoded.wire()).as(context).isEqualTo(other.wire());
      assertThat(decoded.row()).as(context).isEqualTo(other.row());
      assertThat(decoded.unknown()).as(context).isEqualTo(other.unknown());
    } else {
      assertThat(spaced).as(context).isInstanceOf(Rejected.class);
      Rejected rejected = (Rejected) spaced;
      assertThat(usual)
          .as(context)
          .isEqualTo(
              new Rejected(
                  rejected.code(),
                  rejected.path(),
                  rejected.found(),
                  rejected.expected(),
                  rejected.offset() - bytes));
    }
  }

  private SpacedOut() {}
}
