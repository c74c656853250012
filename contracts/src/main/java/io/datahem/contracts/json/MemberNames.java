package io.datahem.contracts.json;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names of members, found where one stands by its first fifteen bytes: the rest is compared, not
 * hashed, so that there is no loop over it. It knows names as {@link MemberName} does, as they are
 * written without an escape or a space. Immutable.
 */
public final class MemberNames {

  /** None of the names stands there as it usually does. */
  public static final int NONE = -1;

  /** Names that begin alike are compared one by one, which is for a few of them only. */
  private static final int MAX_COMPARED = 8;

  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** Empty when too many names begin alike. */
  private final @Nullable MemberName[] slots;

  private final int[] numbers;
  private final int shift;

  private MemberNames(@Nullable MemberName[] slots, int[] numbers, int shift) {
    this.slots = slots;
    this.numbers = numbers;
    this.shift = shift;
  }

  /**
   * Such names.
   *
   * @param names each name's number
   */
  public static MemberNames of(Map<String, Integer> names) {
    int bits = 34 - Integer.numberOfLeadingZeros(Math.max(1, names.size()));
    @Nullable MemberName[] slots = new MemberName[1 << bits];
    int[] numbers = new int[slots.length];
    int shift = Long.SIZE - bits;
    for (Map.Entry<String, Integer> name : names.entrySet()) {
      byte[] written = (name.getKey() + '"').getBytes(StandardCharsets.UTF_8);
      int slot = slot(Words.padded(written, 0), Words.padded(written, 8), shift);
      for (int compared = 1; slots[slot] != null; compared++) {
        if (compared == MAX_COMPARED) {
          return new MemberNames(new MemberName[1], new int[1], Long.SIZE - 1);
        }
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = MemberName.of(name.getKey());
      numbers[slot] = name.getValue();
    }
    return new MemberNames(slots, numbers, shift);
  }

  /** By the name's first bytes, up to fifteen of them. */
  private static int slot(long first, long second, int shift) {
    long stops = Words.stops(first);
    long hash = (first & before(stops)) * MIX;
    if (stops == 0) {
      hash = (hash ^ hash >>> 32 ^ (second & before(Words.stops(second)))) * MIX;
    }
    return (int) (hash >>> shift);
  }

  /**
   * The bits before the byte that ends plain text; of eight plain bytes, all but the last seven.
   */
  private static long before(long stops) {
    return ((stops & -stops) - 1) >>> 7;
  }

  /**
   * Finds the name that stands at a place.
   *
   * @param text zeros behind its end, as {@link JsonCursor#bytes}
   * @param at where its opening quote would be
   * @return which one it is, for the methods below; {@link #NONE} when no name is recognised
   */
  public int find(byte[] text, int at) {
    int last = slots.length - 1;
    int slot = slot(Words.get(text, at + 1), Words.get(text, at + 9), shift) & last;
    MemberName name;
    while ((name = slots[slot]) != null) {
      if (name.isAt(text, at)) {
        return slot;
      }
      slot = (slot + 1) & last;
    }
    return NONE;
  }

  /** A name that was found. */
  public MemberName name(int found) {
    return Objects.requireNonNull(slots[found]);
  }

  /** The number of a name that was found. */
  public int number(int found) {
    return numbers[found];
  }
}
