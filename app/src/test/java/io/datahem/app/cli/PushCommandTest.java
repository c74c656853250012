package io.datahem.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datahem.registry.Registry;
import io.datahem.registry.RegistryServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code datahem contract push}, from the command line to a registry. */
class PushCommandTest {
  @TempDir Path temp;

  @Test
  void saysWhatBecameOfAPush() throws IOException {
    try (Registry registry = Registry.open(temp.resolve("registry"));
        RegistryServer server = RegistryServer.start(registry, "127.0.0.1", 0)) {
      String url = "http://127.0.0.1:" + server.port();
      assertThat(push(url, "truck.proto", "A truck.", "string id = 1;"))
          .isEqualTo("0 created   trucks version 1 (shop.v1.Truck) -> table trucks\n");
      assertThat(push(url, "truck.proto", "A truck.", "int64 id = 1;"))
          .startsWith("1 ")
          .contains("shop/v1/truck.proto:6:3: FIELD_TYPE_CHANGED Cannot register shop.v1.Truck");
      assertThat(push(url, "truck.proto", "A truck.", "string id = 1"))
          .startsWith("1 ")
          .contains("shop/v1/truck.proto:7:1: PROTO_SYNTAX");
    }
  }

  @Test
  void saysWhatChangedBetweenVersions() throws IOException {
    try (Registry registry = Registry.open(temp.resolve("registry"));
        RegistryServer server = RegistryServer.start(registry, "127.0.0.1", 0)) {
      String url = "http://127.0.0.1:" + server.port();
      push(url, "truck.proto", "A truck.", "string id = 1;");
      push(url, "truck.proto", "A truck.", "string id = 1; int32 wheels = 2;");
      assertThat(Terminal.say("contract", "diff", "trucks", "1", "2", "--url", url))
          .isEqualTo(
              """
              0 trucks version 1 to 2
              column added    wheels INT64

              --- shop/v1/truck.proto
              +++ shop/v1/truck.proto
              @@ -3,5 +3,5 @@
               import "datahem/contract.proto";
               // A truck.
               message Truck { option (datahem.stream) = {name: "trucks", owner: "me"};
              -  string id = 1;
              +  string id = 1; int32 wheels = 2;
               }
              """);
      assertThat(Terminal.say("contract", "diff", "trucks", "1", "9", "--url", url))
          .startsWith("1 ")
          .contains("VERSION_UNKNOWN Cannot show version 9 of 'trucks': there is none.");
    }
  }

  @Test
  void aFileThatIsNotUtf8IsNamed() throws IOException {
    Path file = Files.createDirectories(temp.resolve("push")).resolve("truck.proto");
    Files.write(file, "// K\u00f6l".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Terminal.say("contract", "push", file.getParent().toString(), "--url", "http://x"))
        .startsWith("1 FILE_NOT_UTF8 Cannot read " + file);
  }

  /** The exit code and what was printed. */
  private String push(String url, String name, String comment, String field) throws IOException {
    Path root = Files.createTempDirectory(temp, "push");
    Path file = Files.createDirectories(root.resolve("shop/v1")).resolve(name);
    Files.writeString(
        file,
        """
        syntax = "proto3";
        package shop.v1;
        import "datahem/contract.proto";
        // %s
        message Truck { option (datahem.stream) = {name: "trucks", owner: "me"};
          %s
        }
        """
            .formatted(comment, field));
    return Terminal.say("contract", "push", root.toString(), "--url", url);
  }
}
