package io.datahem.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** One request to an endpoint. For one thread. */
public final class Call {
  private final Request request;
  private final Map<String, String> parameters;
  private @Nullable Fields query;

  Call(Request request, Map<String, String> parameters) {
    this.request = request;
    this.parameters = parameters;
  }

  /** The query or the body is not as HTTP has it. */
  public static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message, null, false, false);
    }
  }

  /** The body is longer than may be. */
  public static final class BodyTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BodyTooLargeException(int maxBytes) {
      super("Cannot take the body, expected at most " + maxBytes + " bytes.", null, false, false);
    }
  }

  /** A parameter of the route's path, decoded. */
  public String path(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no parameter " + name);
    }
    return value;
  }

  /** A parameter of the query; null when it is not there. */
  public @Nullable String query(String name) {
    return fields().getValue(name);
  }

  /** Every value of a parameter of the query. */
  public List<String> queries(String name) {
    return fields().getValuesOrEmpty(name);
  }

  /** True when the query says {@code name=true}. */
  public boolean flag(String name) {
    return "true".equalsIgnoreCase(query(name));
  }

  private Fields fields() {
    if (query == null) {
      try {
        query = Request.extractQueryParameters(request);
      } catch (RuntimeException e) {
        throw new UnreadableException("Cannot read the query, expected it URL-encoded.");
      }
    }
    return query;
  }

  /** A header; null when it is not there. */
  public @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  /** The body's media type in lower case, without parameters; empty when it says none. */
  public String contentType() {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null) {
      return "";
    }
    int end = type.indexOf(';');
    String bare = end < 0 ? MimeTypes.getContentTypeWithoutCharset(type) : type.substring(0, end);
    return bare.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * The body.
   *
   * @throws BodyTooLargeException when it is longer than may be
   */
  public byte[] body(int maxBytes) {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new BodyTooLargeException(maxBytes);
      }
      return bytes;
    } catch (IOException e) {
      throw new UnreadableException("Cannot read the body: it ended early.");
    }
  }
}
