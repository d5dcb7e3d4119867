package webhooks.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Replaces the content type of a request by {@code application/json} or {@code
 * application/octet-stream} before JAX-RS sees it.
 *
 * <p>Jersey examines the type before any filter checks the token. It refuses types that it cannot
 * parse, and it waits for the first byte of a form. A few hundred callers that send no byte would
 * occupy all threads of the server.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class ContentTypeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String type = request.getContentType();
    chain.doFilter(type == null ? request : new TypedRequest(request, replacement(type)), response);
  }

  private static String replacement(String type) {
    return RequestBodyFilter.isJson(type) ? "application/json" : "application/octet-stream";
  }

  /** A request with another content type. */
  private static final class TypedRequest extends HttpServletRequestWrapper {
    private final String type;

    TypedRequest(HttpServletRequest request, String type) {
      super(request);
      this.type = type;
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
}
