package io.datahem.registry;

import io.datahem.contracts.SourceFile;

/** The contracts of the tests. */
public final class Shop {
  private static final String HEAD =
      "syntax = \"proto3\";\n\npackage shop.v1;\n\nimport \"datahem/contract.proto\";\n";

  /** A stream of orders, with these fields. */
  public static SourceFile order(String fields) {
    return stream("shop/v1/order.proto", "Order", "", fields);
  }

  /** A stream of orders, whose total is of another file. */
  public static SourceFile orderOfMoney() {
    return stream(
        "shop/v1/order.proto",
        "Order",
        "import \"shop/v1/money.proto\";\n",
        "string id = 1;\n  Money total = 2;");
  }

  public static SourceFile money(String fields) {
    return new SourceFile(
        "shop/v1/money.proto",
        "syntax = \"proto3\";\n\npackage shop.v1;\n\n// Cash or card.\nmessage Money {\n  "
            + fields
            + "\n}\n");
  }

  public static SourceFile stream(String path, String message, String imports, String fields) {
    return new SourceFile(
        path,
        HEAD
            + imports
            + "\nmessage "
            + message
            + " {\n  option (datahem.stream) = {owner: \"tests\"};\n\n  "
            + fields
            + "\n}\n");
  }

  private Shop() {}
}
