package webhooks.api.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitFilterTest {
  @ParameterizedTest
  @CsvSource({"PT0.000000001S, 1", "PT0.999999999S, 1", "PT1S, 1", "PT1.000000001S, 2"})
  void roundsRetryAfterUpToSeconds(Duration wait, String seconds) {
    assertThat(RateLimitFilter.refusal("client", wait).getResponse().getHeaderString("Retry-After"))
        .isEqualTo(seconds);
  }
}
