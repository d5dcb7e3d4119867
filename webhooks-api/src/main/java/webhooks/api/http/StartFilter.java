package webhooks.api.http;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import webhooks.health.HealthReport;
import webhooks.health.NodeHealth;

/**
 * Answers 503 until the node has started, and for good if it can't start. Answers health checks on
 * servers that do not.
 *
 * <p>A server may serve the API while another part of the application still starts, or although it
 * has failed. A request would then wait for beans that may never start.
 *
 * <p>Payara maps its servlets one by one while it starts, and again when a listener is enabled.
 * Meanwhile another servlet gets the request and answers 404, as if the webhook did not exist. So
 * this filter answers 503. It must not depend on {@link EntryFilter}, because the order of filters
 * is not defined. A request without a servlet passes no filter: the {@code ErrorPageServlet}
 * answers it.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class StartFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** The path of the health checks. They also answer before the node has started. */
  private static final String HEALTH = "/health";

  private static final String ALL = "/*";
  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  @Inject transient NodeHealth health;
  @Inject private transient HealthReport report;

  /** The URL patterns of all servlets except the API and the default servlets of the server. */
  private Set<String> patterns = Set.of();

  private boolean serverAnswersHealth;

  /**
   * Reads the URL patterns of all servlets. Payara has added its own by now; WildFly adds none for
   * health checks.
   */
  @Override
  public void init() {
    patterns =
        getServletContext().getServletRegistrations().values().stream()
            .flatMap(servlet -> servlet.getMappings().stream())
            .filter(pattern -> !pattern.equals(ALL) && !isOfServer(pattern))
            .collect(Collectors.toUnmodifiableSet());
    serverAnswersHealth = patterns.stream().anyMatch(path -> path.startsWith(HEALTH));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isMapped(request)) {
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    } else if (!serverAnswersHealth && HealthReport.isPath(request.getRequestURI())) {
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
      writeReport(request.getRequestURI(), response);
    } else {
      response.setHeader("Allow", "GET, HEAD");
      // EntryFilter, which would refuse TRACE, may come later.
      response.setHeader("Connection", "close");
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }
  }

  private void writeReport(String path, HttpServletResponse response) throws IOException {
    JsonObject results = report.of(path);
    response.setStatus(
        HealthReport.isUp(results)
            ? HttpServletResponse.SC_OK
            : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setContentType("application/json");
    response.getOutputStream().write(results.toString().getBytes(StandardCharsets.UTF_8));
  }

  private boolean isMapped(HttpServletRequest request) {
    String pathInfo = Objects.requireNonNullElse(request.getPathInfo(), "");
    return isMapped(
        request.getHttpServletMapping().getPattern(), request.getServletPath() + pathInfo);
  }

  /**
   * Returns whether the server has mapped the servlet of a path. The API has priority over the
   * default servlets of the server, and all other servlets have priority over the API.
   *
   * @param chosen the pattern by which the server chose a servlet for the path
   */
  private boolean isMapped(String chosen, String path) {
    if (!chosen.equals(ALL)) {
      return !isOfServer(chosen);
    }
    // Each request comes here, and a loop costs less than a stream.
    for (String pattern : patterns) {
      if (fits(pattern, path)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a default servlet has the pattern: all other paths, or a file extension. */
  private static boolean isOfServer(String pattern) {
    return pattern.equals("/") || pattern.startsWith("*.");
  }

  private static boolean fits(String pattern, String path) {
    return pattern.endsWith(ALL)
        ? (path + "/").startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(path);
  }
}
