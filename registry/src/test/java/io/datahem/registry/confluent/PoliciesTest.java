package io.datahem.registry.confluent;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PoliciesTest {
  private static final String ONE = "syntax = \"proto3\"; message M { string x = 1; }";
  private static final String TWO = "syntax = \"proto3\"; message M { string x = 1; int32 y = 2; }";

  @TempDir private Path directory;
  private Api api;

  @BeforeEach
  void start() {
    api = new Api(directory);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void levelsOfAllAndOfOne() {
    api.get("/config").is("{'compatibilityLevel':'BACKWARD'}");
    api.put("/config", "{'compatibility':'FULL_TRANSITIVE'}")
        .is("{'compatibility':'FULL_TRANSITIVE'}");
    api.get("/config").is("{'compatibilityLevel':'FULL_TRANSITIVE'}");
    api.get("/config/s?defaultToGlobal=true").is("{'compatibilityLevel':'FULL_TRANSITIVE'}");
    api.put("/config/s", "{'compatibility':'FORWARD'}").is("{'compatibility':'FORWARD'}");
    api.get("/config/s").is("{'compatibilityLevel':'FORWARD'}");
    api.delete("/config/s").is("{'compatibilityLevel':'FORWARD'}");
    api.get("/config/s").isProblem(40408);
    api.delete("/config").is("{'compatibilityLevel':'FULL_TRANSITIVE'}");
    api.get("/config").is("{'compatibilityLevel':'BACKWARD'}");
    api.put("/config", "{'compatibility':'SIDEWAYS'}").isProblem(42203);
    api.put("/config/s", "{}").isProblem(42203);
    api.put("/config/s", "{'normalize':'yes'}").isProblem(400);
  }

  @Test
  void modesOfAllAndOfOne() {
    api.id("s", ONE);
    api.get("/mode").is("{'mode':'READWRITE'}");
    api.put("/mode", "{'mode':'READONLY'}").is("{'mode':'READONLY'}");

    api.register("s", TWO).isProblem(42205);
    api.register("s", ONE).ok();
    api.delete("/subjects/s").isProblem(42205);
    api.put("/mode/s", "{'mode':'READWRITE'}").ok();
    api.register("s", TWO).ok();
    api.put("/mode", "{'mode':'READONLY_OVERRIDE'}").ok();
    api.delete("/subjects/s").isProblem(42205);
    api.delete("/mode").is("{'mode':'READONLY_OVERRIDE'}");
    api.get("/mode/t?defaultToGlobal=true").is("{'mode':'READWRITE'}");
    api.delete("/mode/s").is("{'mode':'READWRITE'}");
    api.put("/mode/s", "{'mode':'UPSIDEDOWN'}").isProblem(42204);
    api.put("/mode/s", "{'mode':'IMPORT'}").isProblem(42205);
    api.put("/mode/s?force=true", "{'mode':'IMPORT'}").ok();
  }

  @Test
  void aDeletedSubjectKeepsNoSettings() {
    api.id("s", ONE);
    api.put("/config/s", "{'compatibility':'NONE'}").ok();

    api.delete("/subjects/s").is("[1]");

    api.get("/config/s").isProblem(40408);
  }
}
