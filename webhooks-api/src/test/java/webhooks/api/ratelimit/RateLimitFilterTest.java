package webhooks.api.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;

class RateLimitFilterTest {
  private static Caller caller(String client, String account, String user) {
    return new Caller(
        client,
        Optional.of(account),
        user == null,
        true,
        Set.of(),
        Optional.ofNullable(user),
        new BearerToken("token"));
  }

  @Test
  void countsEachUserOfAClientAlone() {
    String maria = RateLimitFilter.counted(caller("console", "a", "maria"));

    assertThat(maria)
        .isEqualTo(RateLimitFilter.counted(caller("console", "a", "maria")))
        .isNotEqualTo(RateLimitFilter.counted(caller("console", "a", "john")))
        .isNotEqualTo(RateLimitFilter.counted(caller("console", "b", "maria")))
        .isNotEqualTo(RateLimitFilter.counted(caller("other", "a", "maria")));
  }

  @Test
  void countsAnApplicationWhateverItsAccount() {
    assertThat(RateLimitFilter.counted(caller("client", "a", null)))
        .isEqualTo(RateLimitFilter.counted(caller("client", "b", null)))
        .isEqualTo("client");
  }

  @ParameterizedTest
  @CsvSource({"PT0.000000001S, 1", "PT0.999999999S, 1", "PT1S, 1", "PT1.000000001S, 2"})
  void roundsRetryAfterUpToSeconds(Duration wait, String seconds) {
    assertThat(RateLimitFilter.refusal("client", wait).getResponse().getHeaderString("Retry-After"))
        .isEqualTo(seconds);
  }
}
