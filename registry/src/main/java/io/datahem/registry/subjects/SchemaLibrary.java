package io.datahem.registry.subjects;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.datahem.registry.schema.BuiltIns;
import io.datahem.registry.schema.Import;
import io.datahem.registry.schema.InvalidSchemaException;
import io.datahem.registry.store.Reference;
import io.datahem.registry.store.RegistryStore;
import io.datahem.registry.store.SchemaBody;
import io.datahem.registry.store.SchemaEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stored schemas as texts and as linked descriptors. What was read is kept, up to a limit: a schema
 * never changes. Thread-safe.
 */
final class SchemaLibrary {
  private static final long MAX_BODY_CHARS = 64L << 20;
  private static final long MAX_LINKED = 2_000;
  private static final int MAX_IMPORTS = 500;

  private final RegistryStore store;
  private final Catalog catalog;
  private final BuiltIns builtIns;
  private final BoundedCache<Integer, SchemaBody> bodies =
      new BoundedCache<>(MAX_BODY_CHARS, body -> body.text().length() + body.descriptor().length);
  private final BoundedCache<Named, FileDescriptor> linked =
      new BoundedCache<>(MAX_LINKED, file -> 1);

  /** A schema under the path that it is imported by. */
  private record Named(int id, String path) {}

  SchemaLibrary(RegistryStore store, Catalog catalog, BuiltIns builtIns) {
    this.store = store;
    this.catalog = catalog;
    this.builtIns = builtIns;
  }

  SchemaBody body(int id) {
    SchemaBody known = bodies.get(id);
    if (known == null) {
      known =
          store
              .body(id)
              .orElseThrow(() -> new IllegalStateException("the store has no schema " + id));
      bodies.put(id, known);
    }
    return known;
  }

  /** A schema's own descriptor. */
  FileDescriptorProto descriptor(int id) {
    try {
      return FileDescriptorProto.parseFrom(body(id).descriptor());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the stored descriptor of schema " + id + " is broken", e);
    }
  }

  /** A schema linked with its imports. */
  FileDescriptor linked(int id) {
    return linked(id, descriptor(id).getName());
  }

  /** As deep as references go: a schema has at most so many imports. */
  private FileDescriptor linked(int id, String path) {
    Named key = new Named(id, path);
    FileDescriptor known = linked.get(key);
    if (known != null) {
      return known;
    }
    FileDescriptorProto proto = descriptor(id).toBuilder().setName(path).build();
    Map<String, Integer> ids = new HashMap<>();
    for (Reference reference : catalog.known(id).references()) {
      ids.put(reference.name(), reference.schemaId());
    }
    FileDescriptor[] dependencies = new FileDescriptor[proto.getDependencyCount()];
    for (int i = 0; i < dependencies.length; i++) {
      String dependency = proto.getDependency(i);
      @Nullable FileDescriptor builtIn = builtIns.file(dependency);
      @Nullable Integer referred = ids.get(dependency);
      if (builtIn != null) {
        dependencies[i] = builtIn;
      } else if (referred != null) {
        dependencies[i] = linked(referred, dependency);
      } else {
        throw new IllegalStateException("schema " + id + " has no reference '" + dependency + "'");
      }
    }
    try {
      FileDescriptor file = FileDescriptor.buildFrom(proto, dependencies);
      linked.put(key, file);
      return file;
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException("the stored schema " + id + " cannot be linked", e);
    }
  }

  /**
   * Every file that a schema with these references may import, with what these import.
   *
   * @throws InvalidSchemaException when they are too many, or one path is two schemas
   */
  List<Import> imports(List<Reference> references) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    List<Reference> toVisit = new ArrayList<>(references);
    for (int i = 0; i < toVisit.size(); i++) {
      Reference reference = toVisit.get(i);
      int id = reference.schemaId();
      @Nullable Integer other = ids.putIfAbsent(reference.name(), id);
      if (other == null) {
        toVisit.addAll(catalog.known(id).references());
      } else if (!sameMeaning(other, id)) {
        throw new InvalidSchemaException(
            "Cannot compile the schema: '"
                + reference.name()
                + "' is two schemas among its references, "
                + other
                + " and "
                + id
                + ". Refer to one version of it.");
      }
      if (ids.size() > MAX_IMPORTS) {
        throw new InvalidSchemaException(
            "Cannot compile the schema: it imports more than " + MAX_IMPORTS + " files.");
      }
    }
    List<Import> imports = new ArrayList<>();
    ids.forEach((name, id) -> imports.add(new Import(name, body(id).text(), linked(id, name))));
    return imports;
  }

  private boolean sameMeaning(int first, int second) {
    SchemaEntry one = catalog.known(first);
    return first == second || one.identity().equals(catalog.known(second).identity());
  }
}
