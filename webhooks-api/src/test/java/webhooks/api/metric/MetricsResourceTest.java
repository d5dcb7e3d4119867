package webhooks.api.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.api.TestApi;

class MetricsResourceTest {
  @RegisterExtension private static final TestApi api = new TestApi();

  @Test
  void answersPrometheusTextWithoutToken() throws Exception {
    TestApi.Answer answer = api.call("GET", "/metrics").header("Accept", "text/plain").send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type").split(" *; *"))
        .containsExactlyInAnyOrder("text/plain", "version=0.0.4", "charset=utf-8");
    assertThat(answer.response().body()).contains("\nwebhooks_leases_lost_total 0.0\n");
  }
}
