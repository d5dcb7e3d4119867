package webhooks.api.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Shows Jersey and the filters one media type for each {@link BodyType}: {@code
 * application/octet-stream} instead of any type that no operation takes.
 *
 * <p>Jersey examines the type before any filter checks the token. It refuses types that it cannot
 * parse, and it waits for the first byte of a form. Callers that send no byte could occupy all
 * threads of the server.
 */
final class TypedRequest extends HttpServletRequestWrapper {
  private final String type;

  private TypedRequest(HttpServletRequest request, String type) {
    super(request);
    this.type = type;
  }

  /** Returns the request itself if it has no content type. */
  static HttpServletRequest of(HttpServletRequest request) {
    String type = request.getContentType();
    if (type == null) {
      return request;
    }
    return new TypedRequest(request, BodyType.of(type).mediaType());
  }

  @Override
  public String getContentType() {
    return type;
  }

  @Override
  public String getHeader(String name) {
    return isContentType(name) ? type : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return isContentType(name) ? Collections.enumeration(List.of(type)) : super.getHeaders(name);
  }

  private static boolean isContentType(String name) {
    return HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(name);
  }
}
