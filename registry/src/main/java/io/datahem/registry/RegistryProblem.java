package io.datahem.registry;

import org.eclipse.jetty.http.HttpStatus;

/** Every way the registry can refuse, with its status: the one place where codes meet HTTP. */
enum RegistryProblem {
  REQUEST_INVALID(HttpStatus.BAD_REQUEST_400),
  NOT_FOUND(HttpStatus.NOT_FOUND_404),
  STREAM_UNKNOWN(HttpStatus.NOT_FOUND_404),
  VERSION_UNKNOWN(HttpStatus.NOT_FOUND_404),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED_405),
  CONTRACT_BREAKING(HttpStatus.CONFLICT_409),
  BODY_TOO_LARGE(HttpStatus.PAYLOAD_TOO_LARGE_413),
  CONTENT_TYPE_UNSUPPORTED(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415),
  CONTRACT_INVALID(HttpStatus.UNPROCESSABLE_ENTITY_422),
  INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR_500),
  REGISTRY_BUSY(HttpStatus.SERVICE_UNAVAILABLE_503);

  private final int status;

  RegistryProblem(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }
}
