package io.datahem.registry;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A served registry that has the shop's contracts. */
abstract class ShopServer {
  Registry registry;
  RegistryServer server;

  /** Where the registry keeps them. */
  abstract Registry open();

  @BeforeEach
  void start() {
    registry = open();
    server = RegistryServer.start(registry, "127.0.0.1", 0);
    registry.push(List.of(Shop.orderOfMoney(), Shop.money("double amount = 1;")), false);
  }

  @AfterEach
  void stop() {
    server.close();
    registry.close();
  }
}
