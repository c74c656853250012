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

  /** A contract that says all that can be said. */
  static String everything() {
    return """
        syntax = "proto3";

        package shop.v1;

        import "datahem/contract.proto";

        message Everything {
          option (datahem.stream) = {
            owner: "tests"
            key: "key"
            event_time: "at"
            duplicate_hours: 24
            deleted_when: {field: "state", value: "GONE"}
            reporting: {partition_by: "day", unit: MONTH}
          };

          string key = 9;
          string id = 1;
          string at = 2 [(datahem.field).type = TIMESTAMP];
          string day = 3 [(datahem.field).type = DATE];
          string name = 4 [(datahem.field) = {
            coalesce: "other"
            filter: "[a-z]+"
            extract: "[a-z]"
            append: "!"
            replace: {pattern: "a", text: "b"}
            forget: "Null"
            personal: true
          }];
          string other = 5;
          string local = 6 [(datahem.field).local_to_utc = {zone: "Europe/Stockholm" from: "yyyy-MM-dd HH:mm"}];
          double share = 7 [(datahem.field).divide = 100];
          State state = 8 [(datahem.field).enum_as = NAME];

          enum State {
            STATE_UNSPECIFIED = 0;
            GONE = 1;
          }
        }
        """;
  }
}
