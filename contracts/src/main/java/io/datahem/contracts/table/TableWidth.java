package io.datahem.contracts.table;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts the fields that {@link TablePlans} and the decoder would plan, as far as a limit: a few
 * lines of messages that hold each other come to millions, so they are counted before they are
 * planned. Hidden fields count, since they are decoded.
 */
public final class TableWidth {
  private final int limit;
  private int fields;

  private TableWidth(int limit) {
    this.limit = limit;
  }

  /** True when a message and all it holds have more fields. */
  public static boolean isOver(Descriptor message, int limit) {
    TableWidth width = new TableWidth(limit);
    width.count(message, new HashSet<>());
    return width.fields > limit;
  }

  private void count(Descriptor message, Set<String> inside) {
    inside.add(message.getFullName());
    for (FieldDescriptor field : message.getFields()) {
      if (++fields > limit) {
        break;
      }
      boolean record = FieldKind.of(field) == FieldKind.RECORD;
      if (record && !TablePlans.isJson(field.getMessageType(), inside)) {
        count(field.getMessageType(), inside);
      }
    }
    inside.remove(message.getFullName());
  }
}
