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
 * Shows JAX-RS a body's type as JSON or as bytes, and nothing else.
 *
 * <p>Jersey looks at it before it asks any filter for the token. It refuses what it can't parse,
 * and waits for the first byte of a form: whoever sends none would hold a thread of the server's
 * until it gives up, and a few hundred of them all.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class ContentTypeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String type = request.getContentType();
    chain.doFilter(type == null ? request : new Typed(request, shown(type)), response);
  }

  private static String shown(String type) {
    return RequestBodyFilter.isJson(type) ? "application/json" : "application/octet-stream";
  }

  /** A request whose body is of another type than was said. */
  private static final class Typed extends HttpServletRequestWrapper {
    private final String type;

    Typed(HttpServletRequest request, String type) {
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
