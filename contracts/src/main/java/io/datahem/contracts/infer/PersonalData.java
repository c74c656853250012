package io.datahem.contracts.infer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Guesses which fields hold data of a person or a secret, by their names and by what all their
 * texts look like. A guess: a person has to look.
 */
final class PersonalData {
  /** Words of a name, one after the other, and what they are a sign of. */
  private static final Map<String, List<String>> SIGNS =
      Map.of(
          "email", List.of("email", "e_mail", "mail", "email_address"),
          "phone", List.of("phone", "telephone", "mobile", "msisdn", "phone_number", "cell_phone"),
          "name",
              List.of(
                  "first_name",
                  "firstname",
                  "last_name",
                  "lastname",
                  "given_name",
                  "family_name",
                  "middle_name",
                  "maiden_name",
                  "surname",
                  "real_name",
                  "fullname"),
          "account", List.of("login", "username", "user_name", "screen_name", "nickname", "handle"),
          "address",
              List.of("street", "street_address", "postal_code", "postcode", "zip", "zip_code"),
          "birth-date", List.of("birth_date", "birthdate", "birthday", "dob", "date_of_birth"),
          "ip-address", List.of("ip", "ip_address", "client_ip", "remote_addr", "remote_ip"),
          "national-id",
              List.of(
                  "ssn",
                  "social_security_number",
                  "national_id",
                  "passport",
                  "passport_number",
                  "personal_number",
                  "personnummer",
                  "tax_id"),
          "payment", List.of("card_number", "credit_card", "iban", "account_number", "cvv", "cvc"),
          "secret",
              List.of("password", "passwd", "secret", "api_key", "access_token", "refresh_token"));

  /** What is of a person when it stands beside one of the signs above. */
  private static final Map<String, String> BESIDE =
      Map.of(
          "name", "name",
          "full_name", "name",
          "display_name", "name",
          "avatar_url", "picture",
          "gravatar_id", "picture",
          "html_url", "account",
          "url", "account");

  private static final Set<String> OF_ACCOUNTS = Set.of("account", "email", "name", "phone");

  /** What a field seems to hold; empty when it looks harmless. */
  static Optional<String> guess(String key, ValueShape value, ObjectShape in) {
    if (!mayBePersonal(value)) {
      return Optional.empty();
    }
    Optional<String> by = byNameOrText(key, value);
    if (by.isPresent()) {
      return by;
    }
    String name = Words.snake(key);
    return BESIDE.containsKey(name) && isOfPerson(in)
        ? Optional.ofNullable(BESIDE.get(name))
        : Optional.empty();
  }

  /** True when the objects seem to be people or their accounts. */
  static boolean isOfPerson(ObjectShape object) {
    return object.fields().entrySet().stream()
        .anyMatch(
            field ->
                mayBePersonal(field.getValue())
                    && byNameOrText(field.getKey(), field.getValue())
                        .filter(OF_ACCOUNTS::contains)
                        .isPresent());
  }

  private static Optional<String> byNameOrText(String key, ValueShape value) {
    TextStats texts = texts(value);
    if (texts != null && texts.is(TextFormat.EMAIL)) {
      return Optional.of("email");
    }
    if (texts != null && texts.is(TextFormat.IP_ADDRESS)) {
      return Optional.of("ip-address");
    }
    String name = Words.snake(key);
    boolean noAddress =
        texts != null && texts.values().keySet().stream().noneMatch(text -> text.indexOf('@') >= 0);
    return SIGNS.entrySet().stream()
        .filter(sign -> sign.getValue().stream().anyMatch(words -> endsWith(name, words)))
        .map(Map.Entry::getKey)
        .filter(sign -> !sign.equals("email") || texts == null || !texts.hasText() || !noAddress)
        .sorted()
        .findFirst();
  }

  private static boolean endsWith(String name, String words) {
    return name.equals(words)
        || name.endsWith("_" + words)
        || name.equals(words + "s")
        || name.endsWith("_" + words + "s");
  }

  /** Texts, whole numbers, and lists of them; no address of a template, no flag, no object. */
  private static boolean mayBePersonal(ValueShape value) {
    ValueShape element = value.element();
    if (element != null) {
      return mayBePersonal(element);
    }
    TextStats texts = value.texts();
    boolean number = value.numbers() != null;
    return number || (texts != null && texts.columnType().isEmpty()) || isDate(texts);
  }

  private static boolean isDate(@org.jspecify.annotations.Nullable TextStats texts) {
    return texts != null && texts.is(TextFormat.DATE);
  }

  static @org.jspecify.annotations.Nullable TextStats texts(ValueShape value) {
    ValueShape element = value.element();
    return element == null ? value.texts() : element.texts();
  }

  private PersonalData() {}
}
