package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.health.NodeHealth;

class StartFilterTest {
  private final StartFilter filter = new StartFilter();
  private int status;
  private boolean passed;

  @BeforeEach
  void initialise() throws Exception {
    filter.health = new NodeHealth();
    Map<String, ServletRegistration> servlets =
        Map.of(
            "api", fake(ServletRegistration.class, "getMappings", List.of("/*")),
            "default", fake(ServletRegistration.class, "getMappings", List.of("/")),
            "jsp", fake(ServletRegistration.class, "getMappings", List.of("*.jsp")),
            "health", fake(ServletRegistration.class, "getMappings", List.of("/health/*")),
            "error", fake(ServletRegistration.class, "getMappings", List.of("/error-page")),
            "console",
                fake(ServletRegistration.class, "getMappings", List.of("/console", "/console/*")));
    ServletContext context = fake(ServletContext.class, "getServletRegistrations", servlets);
    filter.init(fake(FilterConfig.class, "getServletContext", context));
  }

  @ParameterizedTest
  @CsvSource({
    "/*, '', /webhooks",
    "/*, '', /",
    "/*, '',",
    "/*, '', /a.jsp",
    "/*, '', /consoles",
    "/*, '', /health-checks",
    "/*, '', /error-page/a",
    "/console, /console,",
    "/console/*, /console, /a.js",
    "/health/*, /health,",
    "/health/*, /health, /live"
  })
  void passesRequestToItsServlet(String chosen, String servletPath, String pathInfo)
      throws Exception {
    start();

    filter(chosen, servletPath, pathInfo);

    assertThat(passed).isTrue();
  }

  /** While Payara starts, it has not mapped all servlets. */
  @ParameterizedTest
  @CsvSource({
    "/, /webhooks,",
    "/, /health/live,",
    "/, '',",
    "*.jsp, /a.jsp,",
    "/*, '', /console",
    "/*, '', /console/",
    "/*, '', /console/a.js",
    "/*, '', /health",
    "/*, '', /health/live",
    "/*, '', /error-page"
  })
  void isUnavailableWhileServletIsNotMapped(String chosen, String servletPath, String pathInfo)
      throws Exception {
    start();

    filter(chosen, servletPath, pathInfo);

    assertThat(status).isEqualTo(503);
    assertThat(passed).isFalse();
  }

  @Test
  void isUnavailableUntilNodeHasStarted() throws Exception {
    filter("/*", "", "/webhooks");

    assertThat(status).isEqualTo(503);
    assertThat(passed).isFalse();
  }

  @Test
  void passesHealthChecksBeforeNodeHasStarted() throws Exception {
    filter("/health/*", "/health", "/live");

    assertThat(passed).isTrue();
  }

  private void start() {
    filter.health.start(Optional::<Instant>empty, Optional::<Instant>empty);
  }

  private void filter(String chosen, String servletPath, String pathInfo) throws Exception {
    Map<String, Object> request = new HashMap<>();
    request.put("getHttpServletMapping", fake(HttpServletMapping.class, "getPattern", chosen));
    request.put("getServletPath", servletPath);
    request.put("getPathInfo", pathInfo);
    request.put("getRequestURI", servletPath + (pathInfo == null ? "" : pathInfo));
    HttpServletResponse response =
        (HttpServletResponse)
            Proxy.newProxyInstance(
                StartFilterTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("sendError");
                  status = (int) arguments[0];
                  return null;
                });
    filter.doFilter(fake(HttpServletRequest.class, request), response, (to, from) -> passed = true);
  }

  private static <T> T fake(Class<T> type, String method, Object value) {
    return fake(type, Map.of(method, value));
  }

  /** Returns an object whose methods return these values. */
  private static <T> T fake(Class<T> type, Map<String, ?> values) {
    return type.cast(
        Proxy.newProxyInstance(
            StartFilterTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              assertThat(values).containsKey(method.getName());
              return values.get(method.getName());
            }));
  }
}
