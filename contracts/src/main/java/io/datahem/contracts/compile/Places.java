package io.datahem.contracts.compile;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.datahem.contracts.Place;
import io.datahem.contracts.compile.Spots.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where the parts of a file stand in its source, and the comments before them. */
public final class Places {
  private static final Map<FileDescriptor, Places> CACHE =
      java.util.Collections.synchronizedMap(new java.util.WeakHashMap<>());

  private static final Pattern WAIVER = Pattern.compile("datahem:allow\\b");

  private final String file;
  private final ByteString sourceInfo;
  private final boolean commented;
  private volatile @Nullable Spots read;

  // By full names: a reference to a descriptor would keep its file, and so this, for ever.
  private final Map<String, Place> declared = new ConcurrentHashMap<>();
  private final Map<String, String> comments = new ConcurrentHashMap<>();

  private Places(String file, ByteString sourceInfo, boolean commented) {
    this.file = file;
    this.sourceInfo = sourceInfo;
    this.commented = commented;
  }

  /**
   * Knows a file's source info in the place of its descriptor, which has none.
   *
   * @param commented whether there are to be comments
   */
  static void keep(FileDescriptor file, ByteString sourceInfo, boolean commented) {
    CACHE.put(file, new Places(file.getName(), sourceInfo, commented));
  }

  /** All that the compiler said of a file's source, wherever it is kept. */
  public static SourceCodeInfo sourceInfo(FileDescriptor file) {
    try {
      return SourceCodeInfo.parseFrom(places(file).sourceInfo);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "Cannot read what the compiler wrote of " + file.getName(), e);
    }
  }

  /** Where an element is declared; line 0 when its file has no source info. */
  public static Place of(GenericDescriptor element) {
    Places places = places(element.getFile());
    return places.declared.computeIfAbsent(
        element.getFullName(), name -> places.place(element, List.of()));
  }

  /**
   * Where an option of an element is set; where the element is declared when that is not known.
   *
   * @param numbers the option's field number, then those of its members
   */
  public static Place ofOption(GenericDescriptor element, List<Integer> numbers) {
    List<Integer> path = new ArrayList<>();
    path.add(
        element instanceof Descriptor
            ? DescriptorProto.OPTIONS_FIELD_NUMBER
            : com.google.protobuf.DescriptorProtos.FieldDescriptorProto.OPTIONS_FIELD_NUMBER);
    path.addAll(numbers);
    return places(element.getFile()).place(element, path);
  }

  /**
   * The comment that stands before an element, trimmed and without waivers, which say nothing of
   * it; empty when there is none.
   */
  public static String comment(GenericDescriptor element) {
    Places places = places(element.getFile());
    return places.commented
        ? places.comments.computeIfAbsent(element.getFullName(), name -> places.textBefore(element))
        : "";
  }

  private String textBefore(GenericDescriptor element) {
    Spot spot = spots().at(path(element));
    String comment = spot == null ? "" : spot.comment().toStringUtf8().strip();
    if (comment.indexOf('\n') < 0
        && comment.indexOf('\r') < 0
        && !comment.contains("datahem:allow")) {
      return comment;
    }
    return comment
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !WAIVER.matcher(line).lookingAt())
        .collect(Collectors.joining(" "));
  }

  private Place place(GenericDescriptor element, List<Integer> below) {
    List<Integer> path = new ArrayList<>(path(written(element)));
    int least = path.size();
    path.addAll(below);
    for (int length = path.size(); length >= least; length--) {
      Spot spot = find(path.subList(0, length));
      if (spot != null) {
        return new Place(file, spot.line() + 1, spot.column() + 1);
      }
    }
    return new Place(file, 0, 0);
  }

  /** A map's key and value stand nowhere: their place is the map's. */
  private static GenericDescriptor written(GenericDescriptor element) {
    if (element instanceof FieldDescriptor field
        && field.getContainingType().toProto().getOptions().getMapEntry()) {
      Descriptor entry = field.getContainingType();
      for (FieldDescriptor map : entry.getContainingType().getFields()) {
        if (map.isMapField() && map.getMessageType().equals(entry)) {
          return map;
        }
      }
    }
    return element;
  }

  /** Where a path is; of an option that is set more than once, its first value. */
  private @Nullable Spot find(List<Integer> path) {
    Spot spot = spots().at(path);
    if (spot == null) {
      List<Integer> first = new ArrayList<>(path);
      first.add(0);
      spot = spots().at(first);
    }
    return spot;
  }

  private Spots spots() {
    Spots spots = read;
    if (spots == null) {
      spots = Spots.of(sourceInfo);
      read = spots;
    }
    return spots;
  }

  private static Places places(FileDescriptor file) {
    return CACHE.computeIfAbsent(
        file,
        key -> new Places(key.getName(), key.toProto().getSourceCodeInfo().toByteString(), true));
  }

  private static List<Integer> path(GenericDescriptor element) {
    List<Integer> path = new ArrayList<>();
    if (element instanceof Descriptor message) {
      Descriptor parent = message.getContainingType();
      add(
          path,
          parent,
          DescriptorProto.NESTED_TYPE_FIELD_NUMBER,
          FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER);
      path.add(message.getIndex());
    } else if (element instanceof EnumDescriptor type) {
      Descriptor parent = type.getContainingType();
      add(
          path,
          parent,
          DescriptorProto.ENUM_TYPE_FIELD_NUMBER,
          FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER);
      path.add(type.getIndex());
    } else if (element instanceof FieldDescriptor field) {
      path.addAll(path(field.getContainingType()));
      path.add(DescriptorProto.FIELD_FIELD_NUMBER);
      path.add(field.getIndex());
    } else if (element instanceof EnumValueDescriptor value) {
      path.addAll(path(value.getType()));
      path.add(EnumDescriptorProto.VALUE_FIELD_NUMBER);
      path.add(value.getIndex());
    }
    return path;
  }

  private static void add(List<Integer> path, @Nullable Descriptor parent, int nested, int top) {
    if (parent == null) {
      path.add(top);
    } else {
      path.addAll(path(parent));
      path.add(nested);
    }
  }
}
