package io.datahem.contracts.infer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guesses which fields hold data of a person or a secret, by their names and by what all their
 * texts look like. A guess: a person has to look.
 */
final class PersonalData {
  private static final String EMAIL = "email";
  private static final String IP_ADDRESS = "ip-address";

  /** By its name, nobody knows what. */
  private static final String OTHER = "other";

  /** What a field holds, by what its name ends with. */
  private static final Map<String, String> SIGNS =
      signs(
          Map.of(
              EMAIL,
              "email e_mail mail email_address",
              "phone",
              "phone telephone mobile msisdn phone_number cell_phone",
              "name",
              "first_name firstname last_name lastname given_name family_name middle_name"
                  + " maiden_name surname real_name fullname",
              "account",
              "login username user_name screen_name nickname handle",
              "address",
              "street street_address postal_code postcode zip zip_code",
              "birth-date",
              "birth_date birthdate birthday dob date_of_birth",
              IP_ADDRESS,
              "ip ip_address client_ip remote_addr remote_ip",
              "national-id",
              "ssn social_security_number national_id passport passport_number"
                  + " personal_number personnummer tax_id",
              "payment",
              "card_number credit_card iban account_number cvv cvc",
              "secret",
              "password passwd secret api_key access_token refresh_token"));

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

  /** Signs of a person or an account, instead of something that belongs to one. */
  private static final Set<String> OF_PEOPLE = Set.of("account", EMAIL, "name", "phone");

  private final Map<ObjectShape, Map<String, String>> guesses = new HashMap<>();
  private final Set<ObjectShape> people = new HashSet<>();

  private PersonalData() {}

  private static Map<String, String> signs(Map<String, String> endsByKind) {
    Map<String, String> kinds = new HashMap<>();
    endsByKind.forEach(
        (kind, ends) -> List.of(ends.split(" ", -1)).forEach(end -> kinds.put(end, kind)));
    return Map.copyOf(kinds);
  }

  /** Looks at every field of these messages. */
  static PersonalData of(List<ObjectShape> messages) {
    PersonalData personal = new PersonalData();
    messages.forEach(personal::guess);
    return personal;
  }

  private void guess(ObjectShape message) {
    Map<String, String> kinds = new HashMap<>();
    message.fields().forEach((key, value) -> sign(key, value).ifPresent(k -> kinds.put(key, k)));
    if (kinds.values().stream().anyMatch(OF_PEOPLE::contains)) {
      people.add(message);
      message
          .fields()
          .forEach(
              (key, value) -> {
                String kind = BESIDE.get(Words.snake(key));
                if (kind != null && mayBePersonal(value)) {
                  kinds.putIfAbsent(key, kind);
                }
              });
    }
    guesses.put(message, kinds);
  }

  /** What a field seems to hold; empty when it looks harmless. */
  Optional<String> guess(String key, ObjectShape message) {
    return Optional.ofNullable(guesses.getOrDefault(message, Map.of()).get(key));
  }

  /** True when the objects seem to be people or their accounts. */
  boolean isOfPerson(ObjectShape message) {
    return people.contains(message);
  }

  /** By the field's own name and values. */
  private static Optional<String> sign(String key, ValueShape value) {
    if (!mayBePersonal(value)) {
      return Optional.empty();
    }
    TextStats texts = texts(value);
    if (texts != null && texts.is(TextFormat.EMAIL)) {
      return Optional.of(EMAIL);
    }
    if (texts != null && texts.is(TextFormat.IP_ADDRESS)) {
      return Optional.of(IP_ADDRESS);
    }
    String name = Words.snake(key);
    return signOf(name)
        .or(() -> looksPersonal(name) ? Optional.of(OTHER) : Optional.empty())
        .filter(kind -> !kind.equals(EMAIL) || mayBeAddress(texts))
        .filter(kind -> !kind.equals(OTHER) || !isPath(texts));
  }

  private static boolean looksPersonal(String name) {
    return io.datahem.contracts.lint.PersonalData.looksLike(name);
  }

  /**
   * True when a field's name looks like personal data to whoever checks the contract and its values
   * do not.
   */
  boolean isDenied(String key, ValueShape value, ObjectShape message) {
    return looksPersonal(Words.snake(key)) && guess(key, message).isEmpty() && mayBePersonal(value);
  }

  /** The name of a thing within another, such as of a repository. */
  private static boolean isPath(@Nullable TextStats texts) {
    return texts != null
        && !texts.values().isEmpty()
        && texts.values().keySet().stream().allMatch(text -> text.indexOf('/') > 0);
  }

  private static Optional<String> signOf(String name) {
    for (int from = 0; from >= 0 && from < name.length(); ) {
      String end = name.substring(from);
      String kind = SIGNS.getOrDefault(end, SIGNS.get(Words.singular(end)));
      if (kind != null) {
        return Optional.of(kind);
      }
      int next = name.indexOf('_', from);
      from = next < 0 ? -1 : next + 1;
    }
    return Optional.empty();
  }

  /** A right to read e-mails is called the same as an e-mail. */
  private static boolean mayBeAddress(@Nullable TextStats texts) {
    return texts == null
        || texts.values().isEmpty()
        || texts.values().keySet().stream().anyMatch(text -> text.indexOf('@') >= 0);
  }

  /** Texts, dates, numbers, lists of them, and what is not known yet; no flag, no moment. */
  private static boolean mayBePersonal(ValueShape value) {
    ValueShape element = value.element();
    if (element != null) {
      return mayBePersonal(element);
    }
    TextStats texts = value.texts();
    return value.kinds().isEmpty()
        || value.numbers() != null
        || (texts != null && (texts.columnType().isEmpty() || texts.is(TextFormat.DATE)));
  }

  /** The texts of a field or of its elements. */
  static @Nullable TextStats texts(ValueShape value) {
    ValueShape element = value.element();
    return element == null ? value.texts() : element.texts();
  }
}
