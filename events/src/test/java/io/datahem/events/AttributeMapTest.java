package io.datahem.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttributeMapTest {
  private final AttributeMap.Builder builder = new AttributeMap.Builder();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 9, 40})
  void itIsTheMapThatItWasMadeOf(int count) {
    Map<String, String> source = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      source.put("name" + i, "value" + i);
    }
    Map<String, String> copy = AttributeMap.copyOf(source);
    source.forEach(builder::put);
    for (Map<String, String> made : List.of(copy, builder.build())) {
      assertThat(made).isEqualTo(source).hasSameHashCodeAs(source).hasSize(count);
      assertThat(source).isEqualTo(made);
      assertThat(made.entrySet()).isEqualTo(source.entrySet());
      source.forEach((name, value) -> assertThat(made.get(name)).isEqualTo(value));
      assertThat(made.containsKey("value0")).isFalse();
      assertThat(made.getOrDefault("other", "none")).isEqualTo("none");
      Map<String, String> seen = new HashMap<>();
      made.forEach(seen::put);
      assertThat(seen).isEqualTo(source);
    }
  }

  @Test
  void itKeepsTheOrderInWhichTheyCame() {
    builder.put("z", "1");
    builder.put("a", "2");
    builder.put("m", "3");
    assertThat(new ArrayList<>(builder.build().keySet())).containsExactly("z", "a", "m");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 20})
  void ofOneNameTheLastIsTaken(int names) {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < names; i++) {
        builder.put("name" + i, "of round " + round);
      }
    }
    Map<String, String> made = builder.build();
    assertThat(made).hasSize(names).containsEntry("name0", "of round 1");
    assertThat(made.values()).containsOnly("of round 1");
  }

  @Test
  void whatOneEventCarriesIsNotSeenInTheNext() {
    builder.put("uuid", "1");
    builder.put("source", "trucks");
    Map<String, String> first = builder.build();
    builder.put("uuid", "2");
    Map<String, String> second = builder.build();
    assertThat(builder.build()).isEmpty();
    assertThat(first).isEqualTo(Map.of("uuid", "1", "source", "trucks"));
    assertThat(second).isEqualTo(Map.of("uuid", "2"));
  }

  @Test
  void whateverCameBeforeAnEventHasTheAttributesThatWerePut() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      Map<String, String> source = new LinkedHashMap<>();
      for (int put = random.nextInt(12); put > 0; put--) {
        String name = fresh("name" + random.nextInt(random.nextInt(4) == 0 ? 20 : 3));
        String value = fresh("value" + random.nextInt(3));
        source.put(name, value);
        if (random.nextBoolean()) {
          builder.put(name, value);
        } else {
          builder.put(name, value.getBytes(StandardCharsets.UTF_8));
        }
      }
      assertThat(builder.build()).as("seed %d, event %d", seed, i).isEqualTo(source);
    }
  }

  @Test
  void manyNamesAreNotSeenInTheNextEither() {
    for (int i = 0; i < 30; i++) {
      builder.put("name" + i, "value");
    }
    builder.build();
    builder.put("uuid", "2");
    assertThat(builder.build()).isEqualTo(Map.of("uuid", "2"));
  }

  @Test
  void equalTextsAtTheSamePlaceAreOne() {
    builder.put("source", "trucks");
    Map<String, String> first = builder.build();
    builder.put(fresh("source"), fresh("trucks"));
    Map<String, String> second = builder.build();
    builder.put(fresh("source"), "trucks".getBytes(StandardCharsets.UTF_8));
    Map<String, String> third = builder.build();
    builder.put(fresh("source"), "trucks".getBytes(StandardCharsets.UTF_8));
    Map<String, String> fourth = builder.build();
    assertThat(second.get("source")).isSameAs(first.get("source"));
    assertThat(fourth.get("source")).isEqualTo("trucks").isSameAs(third.get("source"));
    assertThat(second.keySet().iterator().next()).isSameAs(first.keySet().iterator().next());
  }

  private static String fresh(String text) {
    return new String(text.toCharArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 20})
  void nobodyChangesIt(int count) {
    for (int i = 0; i < count; i++) {
      builder.put("name" + i, "value");
    }
    Map<String, String> made = builder.build();
    assertThatThrownBy(() -> made.put("name0", "other"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> made.remove("name0"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(made::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> made.entrySet().iterator().next().setValue("other"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anEventDoesNotSeeWhatBecomesOfTheMapItWasGiven() {
    Map<String, String> given = new HashMap<>(Map.of("uuid", "1"));
    Event event = new Event(new byte[0], given);
    given.put("uuid", "2");
    assertThat(event.attribute("uuid")).isEqualTo("1");
    assertThat(new Event(new byte[0], event.attributes()).attributes())
        .isSameAs(event.attributes());
  }

  @Test
  void aValueOfBytesIsTakenAsItIs() {
    byte[] bytes = "trücks".getBytes(StandardCharsets.UTF_8);
    builder.put("source", bytes);
    builder.put("id", "1");
    AttributeMap made = (AttributeMap) builder.build();
    assertThat(made.name(0)).isEqualTo("source");
    assertThat(made.value(0).bytes()).isSameAs(bytes);
    assertThat(made.value(1).bytes()).containsExactly('1');
    Event event = new Event(new byte[0], made);
    assertThat(event.text("source")).isSameAs(made.value(0));
    assertThat(event.text("other").isEmpty()).isTrue();
    assertThat(event.attribute("source")).isEqualTo("trücks");
  }

  @Test
  void nullsAreRefused() {
    Map<String, String> given = new HashMap<>();
    given.put("uuid", null);
    assertThatNullPointerException().isThrownBy(() -> new Event(new byte[0], given));
  }
}
