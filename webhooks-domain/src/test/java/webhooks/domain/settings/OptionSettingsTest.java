package webhooks.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.settings.InvalidSetting;

class OptionSettingsTest {
  @Test
  void defaultsMatchTheContract() {
    OptionSettings options = TestSettings.with().options();

    assertThat(options.maxTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.maxRetryDuration()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void operatorCanAllowNoRetry() {
    assertThat(TestSettings.with("webhooks.options.max-retry-duration", "PT0S").options())
        .isEqualTo(new OptionSettings(Duration.ofSeconds(30), Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource({
    "webhooks.options.max-timeout, bad-value",
    "webhooks.options.max-timeout, PT0.999S",
    "webhooks.options.max-timeout, PT30.001S",
    "webhooks.options.max-retry-duration, P7DT1S",
    "webhooks.options.max-retry-duration, PT-1S"
  })
  void refusesValuesBeyondTheContract(String key, String value) {
    assertThatThrownBy(() -> TestSettings.with(key, value))
        .isInstanceOf(InvalidSetting.class)
        .message()
        .startsWith("Setting " + key + " must be ");
  }

  @Test
  void longestTimeOutIsTheOptionsOrTheOperators() {
    assertThat(TestSettings.with().delivery().longestTimeout()).hasSeconds(30);
    assertThat(TestSettings.with("webhooks.delivery.timeout", "PT40S").delivery().longestTimeout())
        .hasSeconds(40);
  }
}
