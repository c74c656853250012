package io.datahem.contracts.decode;

import io.datahem.contracts.decode.Decoding.Code;
import io.datahem.contracts.json.JsonCursor;
import io.datahem.contracts.json.JsonFault;

/** Numbers with a fraction, read from a number or from a string that holds one or names one. */
enum FloatingType {
  DOUBLE("double"),
  FLOAT("float");

  private final String text;

  FloatingType(String text) {
    this.text = text;
  }

  /** The type's name, for a rejection. */
  String text() {
    return text;
  }

  /** Takes the number at the cursor; a float is rounded to one. 0 when the run has failed. */
  double take(DecodeRun run) {
    JsonCursor in = run.in;
    int place = in.position();
    byte first = in.current();
    if (first == '"') {
      return run.text.take(in) ? ofText(run, place) : 0;
    }
    if (first != '-' && (first < '0' || first > '9')) {
      run.wrongType(text);
      return 0;
    }
    int after = run.number.read(in.bytes(), place);
    if (after <= 0 || run.number.length() > JsonCursor.MAX_NUMBER_BYTES) {
      in.skipNumber();
      return 0;
    }
    in.moveTo(after);
    return fitting(run, place);
  }

  private double ofText(DecodeRun run, int place) {
    if (run.text.is("NaN")) {
      return Double.NaN;
    }
    if (run.text.is("Infinity")) {
      return Double.POSITIVE_INFINITY;
    }
    if (run.text.is("-Infinity")) {
      return Double.NEGATIVE_INFINITY;
    }
    if (run.number.read(run.text.bytes(), run.text.from()) != run.text.to()) {
      run.reject(Code.FIELD_INVALID_FORMAT, place, text);
      return 0;
    }
    if (run.number.length() > JsonCursor.MAX_NUMBER_BYTES) {
      run.in.moveTo(place);
      run.in.fail(JsonFault.NUMBER_TOO_LONG);
      return 0;
    }
    return fitting(run, place);
  }

  private double fitting(DecodeRun run, int place) {
    double number = run.number.toDouble();
    double rounded = this == FLOAT ? (float) number : number;
    if (Double.isInfinite(rounded)) {
      run.reject(Code.FIELD_OUT_OF_RANGE, place, text);
      return 0;
    }
    return rounded;
  }
}
