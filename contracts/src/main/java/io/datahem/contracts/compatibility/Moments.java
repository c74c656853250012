package io.datahem.contracts.compatibility;

import com.google.protobuf.Message;
import java.math.BigDecimal;

/** Bounds that are moments or durations, as seconds. */
final class Moments {

  static boolean isOne(Message message) {
    return message.getDescriptorForType().getFullName().equals("google.protobuf.Timestamp")
        || message.getDescriptorForType().getFullName().equals("google.protobuf.Duration");
  }

  static String text(Message message) {
    long seconds = (Long) message.getField(message.getDescriptorForType().findFieldByNumber(1));
    int nanos = (Integer) message.getField(message.getDescriptorForType().findFieldByNumber(2));
    return BigDecimal.valueOf(seconds)
        .add(BigDecimal.valueOf(nanos, 9))
        .stripTrailingZeros()
        .toPlainString();
  }

  private Moments() {}
}
