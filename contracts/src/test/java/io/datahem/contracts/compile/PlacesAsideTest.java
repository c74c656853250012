package io.datahem.contracts.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import io.datahem.contracts.Place;
import io.datahem.contracts.SourceFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Source info that is left aside says the same as what descriptors hold. */
class PlacesAsideTest {
  private static final int FIELDS = 300; // their indexes take two bytes

  @Test
  void placesAndCommentsAreThoseOfTheDescriptors() {
    try (ContractCompiler compiler = ContractCompiler.open()) {
      List<SourceFile> files = List.of(new SourceFile("a.proto", source()));
      FileDescriptor kept = compiler.compile(files).files().get(0);
      FileDescriptor aside = compiler.compileToCheck(files).files().get(0);
      FileDescriptor bare = compiler.compileToCompareWith(files).files().get(0);

      assertThat(aside.toProto().hasSourceCodeInfo()).isFalse();
      assertThat(aside.toProto())
          .isEqualTo(kept.toProto().toBuilder().clearSourceCodeInfo().build());
      assertThat(places(aside)).isEqualTo(places(kept)).doesNotContain(new Place("a.proto", 0, 0));
      assertThat(places(bare)).isEqualTo(places(kept));
      assertThat(comments(aside)).isEqualTo(comments(kept)).contains("Field 299.", "The ä.");
      assertThat(comments(bare)).containsOnly("");
      assertThat(Places.sourceInfo(aside)).isEqualTo(kept.toProto().getSourceCodeInfo());
    }
  }

  private static String source() {
    StringBuilder text =
        new StringBuilder("edition = \"2023\";\npackage a;\n// The ä.\nmessage M {\n");
    for (int i = 0; i < FIELDS; i++) {
      text.append("  // Field ").append(i).append(".\n  string f").append(i);
      text.append(" = ").append(i + 1).append(" [json_name = \"j").append(i).append("\"];\n");
    }
    text.append("  message N { map<string, int32> m = 1; oneof o { E e = 2; } }\n");
    return text.append("  enum E { E_NONE = 0; }\n}\n").toString();
  }

  private static List<GenericDescriptor> elements(FileDescriptor file) {
    Descriptor message = file.findMessageTypeByName("M");
    Descriptor nested = message.findNestedTypeByName("N");
    List<GenericDescriptor> elements = new ArrayList<>(List.of(message, nested));
    elements.addAll(message.getFields());
    elements.addAll(nested.getFields());
    elements.addAll(message.getEnumTypes());
    elements.addAll(message.getEnumTypes().get(0).getValues());
    return elements;
  }

  private static List<Place> places(FileDescriptor file) {
    List<Place> places = new ArrayList<>();
    for (GenericDescriptor element : elements(file)) {
      places.add(Places.of(element));
      places.add(Places.ofOption(element, List.of(10)));
    }
    return places;
  }

  private static List<String> comments(FileDescriptor file) {
    return elements(file).stream().map(Places::comment).toList();
  }
}
