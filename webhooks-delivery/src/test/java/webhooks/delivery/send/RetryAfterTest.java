package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "120, PT2M",
    "' 7 ', PT7S",
    "7200, PT2H",
    "7201, PT2H",
    "999999999, PT2H",
    "99999999999999999999999999, PT2H"
  })
  void acceptsSecondsUpToTwoHours(String value, Duration wait) {
    assertThat(RetryAfter.parse(value, NOW)).contains(wait);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fri, 02 Oct 2026 14:56:30 GMT | PT90S",
        "Friday, 02-Oct-26 14:56:30 GMT | PT90S",
        "Sat, 03 Oct 2026 14:55:00 GMT | PT2H"
      })
  void acceptsDatesUpToTwoHours(String value, Duration wait) {
    assertThat(RetryAfter.parse(value, NOW)).contains(wait);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-1", "1.5", "soon", "PT5S", "1e3", "Fri, 32 Oct 2026 14:56:30 GMT", "\u0663"})
  void ignoresOtherValues(String value) {
    assertThat(RetryAfter.parse(value, NOW)).isEmpty();
  }

  @Test
  void ignoresPastDate() {
    assertThat(RetryAfter.parse("Fri, 02 Oct 2026 14:54:59 GMT", NOW)).isEmpty();
  }
}
