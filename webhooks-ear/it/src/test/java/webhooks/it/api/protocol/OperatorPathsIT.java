package webhooks.it.api.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.RawHttp;
import webhooks.it.harness.http.RawRequest;

/** The paths for operators, which need no token and which a proxy in front hides. */
class OperatorPathsIT {
  private static final List<String> HOST = List.of("Host: 127.0.0.1");

  private final TestEnvironment environment = TestEnvironment.shared();
  private final RawHttp client = new RawHttp(environment.product().port(), Duration.ofSeconds(8));

  /** A proxy's rule for the path itself would not apply. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics/",
        "/%6detrics",
        "/health/",
        "/health/live/",
        "/health/other",
        "/health//live",
        "/%68ealth/live",
        "/health%2flive"
      })
  void otherSpellingOfOperatorsPathIs404(String alias) throws IOException {
    assertThat(client.send(RawRequest.of("GET", alias, HOST, new byte[0])))
        .hasValueSatisfying(answer -> answer.isError(404, "ResourceNotFound", "OperationNotFound"));
  }

  /** Otherwise callers without a token could fill the log. */
  @ParameterizedTest
  @CsvSource({
    "PROPFIND, /health/live",
    "FOO, /health/ready",
    "get, /health/started",
    "FOO, /metrics",
    "TRACE, /metrics"
  })
  void unknownMethodIs405(String method, String open) throws IOException {
    assertThat(client.send(RawRequest.of(method, open, HOST, new byte[0])))
        .hasValueSatisfying(answer -> answer.isError(405, "MethodNotAllowed"));
    assertThat(environment.product().log()).doesNotContain("The server answered 501");
  }
}
