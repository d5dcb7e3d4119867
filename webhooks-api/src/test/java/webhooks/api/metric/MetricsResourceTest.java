package webhooks.api.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.api.TestApi;

class MetricsResourceTest {
  @RegisterExtension private static final TestApi api = new TestApi();

  @Test
  void answersPrometheusTextWithoutToken() throws Exception {
    TestApi.Answer answer = api.call("GET", "/metrics").header("Accept", "text/plain").send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type").split(" *; *"))
        .containsExactlyInAnyOrder("text/plain", "version=0.0.4", "charset=utf-8");
    assertThat(answer.response().body())
        .contains("\nwebhooks_leases_lost_total 0.0\n")
        .doesNotContain("# EOF");
  }

  @Test
  void answersOpenMetricsToPrometheus() throws Exception {
    TestApi.Answer answer =
        api.call("GET", "/metrics")
            .header(
                "Accept",
                "application/openmetrics-text;version=1.0.0;q=0.5,"
                    + "application/openmetrics-text;version=0.0.1;q=0.4,"
                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")
            .send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type").split(" *; *"))
        .containsExactlyInAnyOrder(
            "application/openmetrics-text", "version=1.0.0", "charset=utf-8");
    assertThat(answer.response().body())
        .contains("# TYPE webhooks_leases_lost counter\n", "\nwebhooks_leases_lost_total 0.0\n")
        .endsWith("# EOF\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | TEXT",
        "text/plain | TEXT",
        "text/html, image/png | TEXT",
        "application/openmetrics-text | OPEN_METRICS",
        "Application/OpenMetrics-Text; Version=1.0.0; charset=utf-8 | OPEN_METRICS",
        "application/openmetrics-text;version=0.0.1 | TEXT",
        "application/openmetrics-text;q=0 | TEXT",
        "application/openmetrics-text, text/plain | OPEN_METRICS",
        "text/plain, application/openmetrics-text, application/json | TEXT",
        "application/openmetrics-text;q=0.3, text/plain;version=0.0.4;q=0.4 | TEXT",
        "application/openmetrics-text;q=0.3, text/plain;version=1.0.0;q=0.4 | OPEN_METRICS",
        "application/openmetrics-text;q=0.5, */* | TEXT",
        "application/openmetrics-text;q=0.5, text/*;q=0.6 | TEXT",
        "application/openmetrics-text;q=0.5, text/plain;q=0.4, */* | OPEN_METRICS",
        "application/openmetrics-text;q=0.5, text/plain;q=1.9 | TEXT",
      })
  void negotiatesTheFormat(String accept, MetricsFormat expected) {
    assertThat(MetricsFormat.requested(List.of(accept))).isEqualTo(expected);
  }

  @Test
  void answersTextWithoutAcceptHeader() {
    assertThat(MetricsFormat.requested(List.of())).isEqualTo(MetricsFormat.TEXT);
  }
}
