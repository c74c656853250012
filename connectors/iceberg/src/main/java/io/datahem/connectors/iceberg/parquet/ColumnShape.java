package io.datahem.connectors.iceberg.parquet;

import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What of a column is the same in all files.
 *
 * @param index its place in the file
 * @param fieldId Iceberg's
 * @param path names from the row down
 * @param type of its values, Iceberg's
 * @param physical as the file holds them
 * @param maxRepetition how many lists it is below
 * @param maxDefinition how many of its parents, and itself, may be missing
 */
public record ColumnShape(
    int index,
    int fieldId,
    List<String> path,
    Type.PrimitiveType type,
    PrimitiveType physical,
    int maxRepetition,
    int maxDefinition) {

  public ColumnShape {
    path = List.copyOf(path);
  }

  /** True below a list or a map: Iceberg keeps no counts and bounds of such. */
  public boolean repeated() {
    return maxRepetition > 0;
  }

  /** True when a file has the values of both in the same bytes. */
  boolean isLike(ColumnShape other) {
    return type.equals(other.type)
        && physical.getPrimitiveTypeName() == other.physical.getPrimitiveTypeName()
        && maxRepetition == other.maxRepetition
        && maxDefinition == other.maxDefinition;
  }

  org.apache.parquet.format.Type formatType() {
    PrimitiveTypeName name = physical.getPrimitiveTypeName();
    return name == PrimitiveTypeName.BINARY
        ? org.apache.parquet.format.Type.BYTE_ARRAY
        : org.apache.parquet.format.Type.valueOf(name.name());
  }
}
