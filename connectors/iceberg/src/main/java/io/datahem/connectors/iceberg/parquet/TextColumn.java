package io.datahem.connectors.iceberg.parquet;

import io.datahem.events.Utf8Text;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** A column of {@link String} or {@link Utf8Text}, in UTF-8. */
final class TextColumn extends DictionaryColumn {
  private final TextBounds bounds = new TextBounds(true);
  private TextDictionary dictionary;

  /** Texts of the dictionary of what is copied; null when it has none. */
  private @Nullable Map<Binary, String> known;

  TextColumn(ColumnShape shape, ParquetLimits limits, PageBuffer buffer, boolean dictionary) {
    super(shape, limits, buffer, dictionary);
    this.dictionary = newDictionary();
  }

  private TextDictionary newDictionary() {
    return new TextDictionary(limits.dictionaryValues(), limits.dictionaryBytes());
  }

  @Override
  void write(@Nullable Object value, int repetition, int definition) {
    if (value == null) {
      missing(repetition, definition);
    } else {
      present(repetition);
      accept(value);
    }
  }

  /** Takes a value whose levels are noted afterwards, by {@link #repeatLevels}. */
  void accept(Object value) {
    if (value instanceof Utf8Text text) {
      put(text);
    } else {
      put(value instanceof String text ? text : value.toString());
    }
  }

  private void put(Utf8Text text) {
    if (usesDictionary()) {
      put(text.toString());
    } else {
      append(text.bytes());
    }
  }

  @Override
  void startCopy(boolean named) {
    known = named ? new IdentityHashMap<>() : null;
  }

  @Override
  void take(ColumnReader from) {
    Binary bytes = from.getBinary();
    if (!usesDictionary()) {
      int start = plain.size;
      plain.putInt(bytes.length());
      plain.put(bytes.toByteBuffer());
      appended(start);
    } else {
      put(
          known == null
              ? bytes.toStringUsingUTF8()
              : known.computeIfAbsent(bytes, Binary::toStringUsingUTF8));
    }
  }

  private void put(String text) {
    if (usesDictionary()) {
      int before = dictionary.size();
      int place = dictionary.place(text);
      if (place >= 0) {
        addPlace(place);
        if (dictionary.size() != before) {
          bounds.addEncoded(dictionary.encoded(), dictionary.start(place));
          if (inVain(dictionary.size())) {
            giveUp();
          }
        }
        return;
      }
      giveUp();
    }
    append(text.getBytes(StandardCharsets.UTF_8));
  }

  private void append(byte[] bytes) {
    int start = plain.size;
    plain.reserve(Integer.BYTES + bytes.length);
    plain.putInt(bytes.length);
    plain.put(bytes, 0, bytes.length);
    appended(start);
  }

  private void appended(int start) {
    bounds.addEncoded(plain, start);
    checkPageBytes();
  }

  @Override
  void appendPlainly(int place) {
    GrowingBytes from = dictionary.encoded();
    int start = dictionary.start(place);
    plain.put(from.bytes, start, Integer.BYTES + from.getInt(start));
  }

  @Override
  int dictionarySize() {
    return dictionary.size();
  }

  @Override
  int dictionaryBytes() {
    return dictionary.encoded().size;
  }

  @Override
  long plainBytes(int[] places, int count) {
    GrowingBytes from = dictionary.encoded();
    long bytes = (long) count * Integer.BYTES;
    for (int i = 0; i < count; i++) {
      bytes += from.getInt(dictionary.start(places[i]));
    }
    return bytes;
  }

  @Override
  void appendDictionary(GrowingBytes page) {
    page.put(dictionary.encoded());
  }

  @Override
  void forgetDictionary() {
    dictionary.encoded().release();
    dictionary = newDictionary();
  }

  @Override
  byte @Nullable [] bound(boolean upper) {
    return bounds.footer(upper);
  }

  @Override
  boolean boundsAreCut() {
    return bounds.areCut();
  }

  @Override
  void foldBounds() {
    bounds.endRowGroup();
  }

  @Override
  void addBoundsOf(ColumnWriter other) {
    bounds.addRowGroup(((TextColumn) other).bounds);
  }

  @Override
  @Nullable Object fileBound(boolean upper) {
    byte[] bound = bounds.file(upper);
    return bound == null ? null : new String(bound, StandardCharsets.UTF_8);
  }
}
