package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MetricsApiTest {
  private static TestApi api;

  @BeforeAll
  static void start() {
    api = new TestApi(new FakeWebhooks(), new FakeITwins());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void figuresAreOpenToAllInTheFormThatPrometheusReads() throws Exception {
    TestApi.Answer answer = api.call("GET", "/metrics").header("Accept", "text/plain").send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type").split(" *; *"))
        .containsExactlyInAnyOrder("text/plain", "version=0.0.4", "charset=utf-8");
    assertThat(answer.response().body()).contains("\nwebhooks_leases_lost_total 0.0\n");
  }
}
