package webhooks.api.http;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import webhooks.api.accesslog.AccessLog;
import webhooks.api.accesslog.AccessLogFilter;
import webhooks.api.accesslog.RefusedCall;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.limit.RequestCaller;
import webhooks.domain.node.RunningNode;
import webhooks.health.HealthReport;

/**
 * Checks each request before a servlet gets it, also if a servlet of the server answers it, such as
 * {@code /health} on Payara.
 *
 * <p>Refuses requests that a proxy in front could read differently: ambiguous framing, and aliases
 * of a path, which would bypass a rule of the proxy for the path. Aliases are paths with a doubled
 * leading slash or with path parameters, {@code /metrics} with a slash at its end, and each
 * spelling of a path below {@code /health} that is not exactly the path of a health check. An
 * escaped {@code /metrics} needs no rule, because JAX-RS matches paths before it decodes them.
 * {@code //webhooks} passes, because Bentley's sample sends it.
 *
 * <p>Refuses {@code TRACE} too, because its answer would repeat the token.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class EntryFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /**
   * The system property by which Payara's listener sees that the application runs. The listener has
   * another class loader, so they share no class.
   */
  static final String APPLICATION_RUNS = "webhooks.application-runs";

  /** Aliases of paths, which a server would treat as the path itself. */
  private static final Pattern ALIAS =
      Pattern.compile("//(?!webhooks(?:/|$)).*|.*;.*|/metrics(?:/.*)?/");

  /** All decoded paths for which Payara makes health checks. */
  private static final Pattern HEALTH = Pattern.compile("/health(?:/.*)?");

  private static final Pattern READ_ONLY = Pattern.compile("/(?:metrics|health|console)(?:/.*)?");

  @Inject transient AccessLog log;
  @Inject transient RunningNode node;

  private boolean dropsUnreadBodies;

  @Override
  public void init(FilterConfig config) throws ServletException {
    super.init(config);
    dropsUnreadBodies = UnreadBody.occupiesThreadOf(config.getServletContext());
  }

  /** {@link #init(FilterConfig)} calls this method. */
  @Override
  public void init() {
    System.setProperty(APPLICATION_RUNS, "true");
  }

  @Override
  public void destroy() {
    System.clearProperty(APPLICATION_RUNS);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    node.answersAt(request.getLocalPort());
    try {
      answer(request, response, chain);
    } finally {
      RequestCaller.leave();
    }
    if (dropsUnreadBodies) {
      UnreadBody.drop(request, response);
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (RequestFraming.hasChunks(request)) {
      // Bytes after this request must not become the next one.
      response.setHeader("Connection", "close");
    }
    if (!RequestFraming.isClear(request)) {
      logRefusal(request);
      response.setHeader("Connection", "close");
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    } else if (request.getMethod().equals("TRACE")) {
      response.setHeader("Allow", allowed(request.getRequestURI()));
      // A server may leave the body unread. It would become the next request.
      response.setHeader("Connection", "close");
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else if (isAlias(request)) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else {
      request.setAttribute(AccessLogFilter.ADDRESS, request.getRemoteAddr());
      chain.doFilter(TypedRequest.of(request), new GuardedResponse(response));
    }
  }

  private static boolean isAlias(HttpServletRequest request) {
    String path = request.getRequestURI();
    return ALIAS.matcher(path).matches()
        || HEALTH.matcher(decodedPath(request)).matches() && !HealthReport.isPath(path);
  }

  /** Returns the path by which the server chose the servlet. */
  private static String decodedPath(HttpServletRequest request) {
    return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
  }

  /** Returns the methods of all operations, because only JAX-RS knows the methods of one. */
  private static String allowed(String path) {
    return READ_ONLY.matcher(path).matches() ? "GET, HEAD" : "DELETE, GET, HEAD, PATCH, POST, PUT";
  }

  private void logRefusal(HttpServletRequest request) {
    log.refusedWithoutToken(
        () ->
            new RefusedCall(
                HttpServletResponse.SC_BAD_REQUEST,
                ErrorCode.INVALID_REQUEST.text(),
                Optional.empty(),
                Optional.empty(),
                request.getMethod(),
                request.getRequestURI(),
                request.getRemoteAddr()));
  }
}
