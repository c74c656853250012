package io.datahem.contracts.lint;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Fields whose names say that they hold something of a person. A guess by the name alone. */
public final class PersonalData {
  private static final List<List<String>> NAMES =
      Stream.of(
              "email",
              "e_mail",
              "phone",
              "mobile",
              "telephone",
              "fax",
              "msisdn",
              "ssn",
              "social_security",
              "personnummer",
              "personal_number",
              "national_id",
              "passport",
              "driving_licence",
              "driver_license",
              "tax_id",
              "first_name",
              "last_name",
              "given_name",
              "family_name",
              "middle_name",
              "full_name",
              "maiden_name",
              "surname",
              "birth",
              "birthday",
              "birthdate",
              "birth_date",
              "dob",
              "street",
              "home_address",
              "postal_address",
              "postal_code",
              "postcode",
              "zip_code",
              "zipcode",
              "ip_address",
              "ip_addr",
              "client_ip",
              "remote_ip",
              "latitude",
              "longitude",
              "credit_card",
              "card_number",
              "iban",
              "bank_account",
              "gender",
              "religion",
              "ethnicity",
              "password",
              "face_id",
              "fingerprint",
              "firstname",
              "lastname",
              "fullname",
              "username",
              "user_name")
          .map(name -> List.of(name.split("_")))
          .toList();

  static boolean looksLike(FieldDescriptor field) {
    JavaType type = field.getJavaType();
    if (type == JavaType.BOOLEAN || type == JavaType.ENUM || field.isMapField()) {
      return false;
    }
    return looksLike(field.getName());
  }

  /** True when a name says so. */
  public static boolean looksLike(String fieldName) {
    List<String> words = Casing.words(fieldName);
    return NAMES.stream().anyMatch(name -> Collections.indexOfSubList(words, name) >= 0);
  }

  private PersonalData() {}
}
