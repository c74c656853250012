package io.datahem.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import io.datahem.contracts.Contract;
import io.datahem.contracts.ContractSnapshot;
import io.datahem.contracts.Contracts;
import io.datahem.contracts.SourceFile;
import io.datahem.pipeline.TypedBytes;
import io.datahem.registry.PushResult;
import io.datahem.registry.Registry;
import io.datahem.registry.RegistryServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients that people have, unmodified, with a registry and its typed streams. */
class RegistryClientsTest {
  private static final SourceFile MONEY =
      new SourceFile(
          "shop/v1/money.proto",
          """
          syntax = "proto3";

          package shop.v1;

          // Cash or card.
          message Money {
            double amount = 1;
          }
          """);
  private static final SourceFile ORDER =
      new SourceFile(
          "shop/v1/order.proto",
          """
          syntax = "proto3";

          package shop.v1;

          import "datahem/contract.proto";
          import "shop/v1/money.proto";

          // An order.
          message Order {
            option (datahem.stream) = {owner: "shop@example.com"};

            message Line {
              message Note {
                string text = 1;
              }
              message Refund {
                string reason = 1;
              }
              string sku = 1;
              int64 quantity = 2;
            }

            string id = 1 [(datahem.field).description = "The order's number"];
            Money total = 2;
            repeated Line lines = 3;
          }
          """);

  private static final String EVENT =
      "{\"id\":\"from-datahem\",\"total\":{\"amount\":9.5},\"lines\":[{},{\"quantity\":\"1\"}]}";

  @TempDir private Path directory;

  @Test
  void clientsWorkUnmodified() throws Exception {
    Optional<String> missing = Node.missing();
    missing.ifPresent(System.out::println);
    assumeTrue(missing.isEmpty());
    Node node = new Node();
    node.install();
    try (Registry registry = Registry.open(directory.resolve("registry"));
        RegistryServer server = RegistryServer.start(registry, "127.0.0.1", 0)) {
      String url = "http://127.0.0.1:" + server.port();
      Contract contract = push(registry);
      Descriptor order = contract.descriptor();
      Files.write(
          directory.resolve("shop.desc"), registry.snapshot().entries().get(0).descriptorSet());
      Files.write(directory.resolve("typed.bin"), TypedBytes.of(contract, schemaId(url), EVENT));

      Node.Output output = node.script("clients.js", url, directory.toString());

      assertThat(output.ok()).as(output.text()).isTrue();
      assertThat(Files.readString(directory.resolve("consumed.json")))
          .isEqualTo("{\"id\":\"from-datahem\",\"amount\":9.5,\"lines\":2}");
      DynamicMessage produced =
          untyped(order, Files.readAllBytes(directory.resolve("produced.bin")), schemaId(url));
      assertThat(produced.getField(order.findFieldByName("id"))).isEqualTo("from-js");
    }
  }

  private static Contract push(Registry registry) {
    PushResult result = registry.push(List.of(ORDER, MONEY), false);
    assertThat(result.verdict()).isEqualTo(PushResult.Verdict.ACCEPTED);
    ContractSnapshot.Entry entry = registry.snapshot().entries().get(0);
    return Contracts.load(entry.descriptorSet(), entry.message(), entry.version());
  }

  private static int schemaId(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/subjects/order-value/versions/latest")).build();
    String body = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    JsonNode json = new ObjectMapper().readTree(body);
    return json.path("id").asInt();
  }

  private static DynamicMessage untyped(Descriptor order, byte[] bytes, int schemaId)
      throws Exception {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    assertThat(buffer.get()).isZero();
    assertThat(buffer.getInt()).isEqualTo(schemaId);
    assertThat(buffer.get()).as("the index of the first message").isZero();
    return DynamicMessage.parseFrom(order, ByteString.copyFrom(buffer));
  }
}
