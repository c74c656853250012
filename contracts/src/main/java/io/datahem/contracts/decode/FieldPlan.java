package io.datahem.contracts.decode;

/**
 * A field of a message, compiled.
 *
 * @param index its place among the message's fields
 * @param name its name in the .proto file, accepted beside the JSON name
 * @param jsonName its JSON name
 * @param reader reads its value
 * @param oneof the index of the real oneof it belongs to, -1 for none
 * @param required true for a proto2 required field
 * @param personal true when its values are shown in no error
 * @param hasColumn false when it is read and checked only
 */
record FieldPlan(
    int index,
    String name,
    String jsonName,
    ValueReader reader,
    int oneof,
    boolean required,
    boolean personal,
    boolean hasColumn) {}
