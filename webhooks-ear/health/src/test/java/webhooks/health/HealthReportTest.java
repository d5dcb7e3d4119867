package webhooks.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthReportTest {
  @Test
  void isUpWithoutChecks() {
    assertThat(HealthReport.report(List.of())).hasToString("{\"status\":\"UP\",\"checks\":[]}");
  }

  @Test
  void isDownIfOneCheckIs() {
    assertThat(
            HealthReport.report(
                List.of(
                    check("database", Status.UP, Map.of()),
                    check("broker", Status.DOWN, Map.of("noAnswerSince", "2026-01-01T00:00:00Z")))))
        .hasToString(
            "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"database\",\"status\":\"UP\",\"data\":{}},"
                + "{\"name\":\"broker\",\"status\":\"DOWN\","
                + "\"data\":{\"noAnswerSince\":\"2026-01-01T00:00:00Z\"}}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/", "/health/other", "/health/live/x", "/healthy", "/webhooks"})
  void leavesOtherPathsToTheApplication(String path) {
    assertThat(HealthReport.isPath(path)).isFalse();
    assertThat(HealthReport.isPath("/health/live")).isTrue();
  }

  private static HealthCheck check(String name, Status status, Map<String, Object> data) {
    return () ->
        new HealthCheckResponse(
            name, status, data.isEmpty() ? Optional.empty() : Optional.of(data));
  }
}
