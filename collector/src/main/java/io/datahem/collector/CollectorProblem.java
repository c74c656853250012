package io.datahem.collector;

import org.eclipse.jetty.http.HttpStatus;

/** Every way the collector can refuse, with its status: the one place where codes meet HTTP. */
enum CollectorProblem {
  EVENT_EMPTY(HttpStatus.BAD_REQUEST_400),
  STREAM_NAME_INVALID(HttpStatus.BAD_REQUEST_400),
  IDEMPOTENCY_KEY_INVALID(HttpStatus.BAD_REQUEST_400),
  ATTRIBUTE_INVALID(HttpStatus.BAD_REQUEST_400),
  REQUEST_INVALID(HttpStatus.BAD_REQUEST_400),
  NOT_FOUND(HttpStatus.NOT_FOUND_404),
  STREAM_UNKNOWN(HttpStatus.NOT_FOUND_404),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED_405),
  BODY_TIMEOUT(HttpStatus.REQUEST_TIMEOUT_408),
  BODY_TOO_LARGE(HttpStatus.PAYLOAD_TOO_LARGE_413),
  TOO_MANY_LINES(HttpStatus.PAYLOAD_TOO_LARGE_413),
  EVENT_TOO_LARGE(HttpStatus.PAYLOAD_TOO_LARGE_413),
  CONTENT_TYPE_UNSUPPORTED(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415),
  CONTENT_ENCODING_UNSUPPORTED(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415),
  HEADERS_TOO_LARGE(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431),
  LOG_BUSY(HttpStatus.TOO_MANY_REQUESTS_429),
  COLLECTOR_BUSY(HttpStatus.TOO_MANY_REQUESTS_429),
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR_500),
  LOG_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE_503),
  NOT_READY(HttpStatus.SERVICE_UNAVAILABLE_503);

  private final int status;

  CollectorProblem(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  /** What the server itself refused, before any of this code saw it. */
  static CollectorProblem ofStatus(int status) {
    return switch (status) {
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, HttpStatus.URI_TOO_LONG_414 ->
          HEADERS_TOO_LARGE;
      case HttpStatus.REQUEST_TIMEOUT_408 -> BODY_TIMEOUT;
      case HttpStatus.NOT_FOUND_404 -> NOT_FOUND;
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> NOT_READY;
      default -> status < HttpStatus.INTERNAL_SERVER_ERROR_500 ? REQUEST_INVALID : INTERNAL_ERROR;
    };
  }

  /** True when the same request may go well a little later. */
  boolean isTemporary() {
    return status == HttpStatus.TOO_MANY_REQUESTS_429
        || status == HttpStatus.SERVICE_UNAVAILABLE_503;
  }
}
