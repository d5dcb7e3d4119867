package webhooks.api.http;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import webhooks.health.NodeHealth;

/**
 * Answers 503 until the node has started, and for good if it can't start. Answers health checks
 * where the server does not.
 *
 * <p>A server may serve the API while another part of the application still starts, or although it
 * has failed. A request would then wait for beans that may never start.
 *
 * <p>Payara maps its servlets one by one while it starts, and again when a listener is enabled.
 * Meanwhile another servlet gets the request. Its 404 or 403 would tell a client that its webhook
 * is deleted. A request without any servlet gets no further than the {@code ErrorPageServlet}.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class StartFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** The path of the health checks. They also answer before the node has started. */
  private static final String HEALTH = "/health";

  private static final String ALL = "/*";
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  @Inject private transient NodeHealth health;
  @Inject private transient HealthResponse healthResponse;

  /** The URL patterns of all servlets. */
  private Set<String> patterns = Set.of();

  private boolean serverAnswersHealth;

  /** Payara has added its servlets by now; WildFly adds none for health checks. */
  @Override
  public void init() {
    patterns =
        getServletContext().getServletRegistrations().values().stream()
            .flatMap(servlet -> servlet.getMappings().stream())
            .collect(Collectors.toUnmodifiableSet());
    serverAnswersHealth = patterns.stream().anyMatch(path -> path.startsWith(HEALTH));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!hasItsServlet(request)) {
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    } else if (!serverAnswersHealth && HealthResponse.isPath(request.getRequestURI())) {
      answerHealthCheck(request, response);
    } else if (health.isStarted() || request.getRequestURI().startsWith(HEALTH)) {
      chain.doFilter(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }
  }

  private void answerHealthCheck(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (METHODS.contains(request.getMethod())) {
      healthResponse.write(request.getRequestURI(), response);
    } else {
      response.setHeader("Allow", "GET, HEAD");
      // EntryFilter, which would refuse TRACE, may come later.
      response.setHeader("Connection", "close");
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }
  }

  private boolean hasItsServlet(HttpServletRequest request) {
    String pathInfo = Objects.requireNonNullElse(request.getPathInfo(), "");
    return isBest(
        request.getHttpServletMapping().getPattern(),
        request.getServletPath() + pathInfo,
        patterns);
  }

  /**
   * Returns whether no pattern of a servlet fits the path better than the one that the server
   * chose, by the rules of the Servlet specification (12.1). Patterns of file extensions count as
   * general ones, because the API has all paths.
   *
   * @param chosen the pattern by which the server chose the servlet
   * @param path the path that it was chosen for
   */
  static boolean isBest(String chosen, String path, Set<String> patterns) {
    boolean isGeneral = chosen.equals(ALL) || chosen.equals("/") || chosen.startsWith("*.");
    return !isGeneral
        || patterns.stream()
            .filter(pattern -> !pattern.equals(chosen) && !pattern.equals("/"))
            .noneMatch(pattern -> fits(pattern, path));
  }

  private static boolean fits(String pattern, String path) {
    return pattern.endsWith(ALL)
        ? (path + "/").startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(path);
  }
}
