package webhooks.api.http;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import webhooks.health.NodeHealth;

/**
 * Answers 503 until the node has started, and for good if it can't start. Answers health checks
 * where the server does not.
 *
 * <p>A server may serve the API while another part of the application still starts, or although it
 * has failed. A request would then wait for beans that may never start.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class StartFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** The path of the health checks. They also answer before the node has started. */
  private static final String HEALTH = "/health";

  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  @Inject private transient NodeHealth health;
  @Inject private transient HealthResponse healthResponse;

  private boolean serverAnswersHealth;

  /** Payara has added its servlet by now; WildFly adds none. */
  @Override
  public void init() {
    serverAnswersHealth =
        getServletContext().getServletRegistrations().values().stream()
            .flatMap(servlet -> servlet.getMappings().stream())
            .anyMatch(path -> path.startsWith(HEALTH));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!serverAnswersHealth && HealthResponse.isPath(request.getRequestURI())) {
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
}
