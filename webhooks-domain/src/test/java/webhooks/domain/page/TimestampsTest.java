package webhooks.domain.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-10-02T16:55:00.463+02:00, 2026-10-02T14:55:00.463Z",
    "2026-10-02T16:55:00.463 02:00, 2026-10-02T14:55:00.463Z",
    "2026-10-02T16:55:00.463+0200, 2026-10-02T14:55:00.463Z",
    "2026-10-02T16:55:00.463 0200, 2026-10-02T14:55:00.463Z",
    "2026-10-02T07:55-0700, 2026-10-02T14:55:00Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
    "1969-12-31T23:59:59.999Z, 1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999Z",
    "0001-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "0000-01-01T00:00:00+18:00, 1970-01-01T00:00:00Z"
  })
  void parsesTimes(String text, Instant time) {
    assertThat(Timestamps.parse(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "now",
        "2026-10-02 14:55",
        "2026-10-02 14:55:00Z",
        "1969",
        "2026-10-02T14:55:00",
        "2026-10-02T14:55:00+020",
        "1969-12-31T23:59:59",
        "+10000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-00:01",
        "-0001-01-01T00:00:00Z",
        "-999999999-01-01T00:00:00Z"
      })
  void refusesInvalidAndTooLateTimes(String text) {
    assertThat(Timestamps.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z",
    "2026-10-02T04:05:06.007999Z, 2026-10-02T04:05:06.007Z",
    "2024-02-29T23:59:59.999999999Z, 2024-02-29T23:59:59.999Z",
    "1969-12-31T23:59:59.9994Z, 1969-12-31T23:59:59.999Z",
    "0987-06-05T10:20:30.1Z, 0987-06-05T10:20:30.100Z",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
    "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00.000Z",
    "-0001-01-01T00:00:00Z, -0001-01-01T00:00:00.000Z"
  })
  void writesMilliseconds(Instant time, String text) {
    assertThat(Timestamps.utcMillis(time)).isEqualTo(text);
  }
}
