package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFilterTest {
  private static final Set<String> PATTERNS =
      Set.of("/", "*.jsp", "/*", "/console", "/console/*", "/health/*", "/error-page");

  @ParameterizedTest
  @CsvSource({
    "/*, /webhooks",
    "/*, /",
    "/*, ''",
    "/*, /a.jsp",
    "/*, /consoles",
    "/*, /health-checks",
    "/*, /error-page/a",
    "/console, /console",
    "/console/*, /console/a.js",
    "/health/*, /health",
    "/health/*, /health/live"
  })
  void acceptsServletOfRequest(String chosen, String path) {
    assertThat(StartFilter.isBest(chosen, path, PATTERNS)).isTrue();
  }

  /** While Payara starts, it has not mapped all servlets. */
  @ParameterizedTest
  @CsvSource({
    "/, /webhooks",
    "/, /",
    "/, ''",
    "*.jsp, /a.jsp",
    "/*, /console",
    "/*, /console/",
    "/*, /console/a.js",
    "/*, /health",
    "/*, /health/live",
    "/*, /error-page"
  })
  void findsThatServletIsNotMappedYet(String chosen, String path) {
    assertThat(StartFilter.isBest(chosen, path, PATTERNS)).isFalse();
  }
}
