package io.datahem.contracts.decode;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import org.jspecify.annotations.Nullable;

/** A message of one scalar, which stands for it in JSON. */
final class WrapperBody extends BodyPlan {
  private final ValuePlan value;

  WrapperBody(Descriptor type) {
    FieldDescriptor field = type.findFieldByName("value");
    this.value = ValuePlans.scalar(field, WireTag.of(field));
  }

  @Override
  @Nullable Object read(DecodeRun run, boolean rows) {
    return value.read(run, rows);
  }
}
