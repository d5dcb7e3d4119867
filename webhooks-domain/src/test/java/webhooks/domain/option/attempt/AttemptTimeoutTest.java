package webhooks.domain.option.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.OptionRules.options;
import static webhooks.domain.option.OptionRules.shown;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.option.WebhookOptions;

/** The rules of the option timeout (OPTIONS, section 4). */
class AttemptTimeoutTest {
  @ParameterizedTest
  @CsvSource({
    "PT1S, 1000",
    "PT30S, 30000",
    "PT1.5S, 1500",
    "PT0M29.999S, 29999",
    "P0DT0H0M2S, 2000"
  })
  void keepsTheTextThatIsSet(String text, long millis) {
    WebhookOptions read = options("{'timeout': '" + text + "'}");

    assertThat(read.timeout().orElseThrow().length()).hasMillis(millis);
    assertThat(shown(read)).isEqualTo("{'timeout':'" + text + "'}");
    assertThat(WebhookOptions.parse(read.stored()).changes(read)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5",
        "true",
        "{}",
        "['PT5S']",
        "''",
        "'5'",
        "'5s'",
        "'pt5s'",
        "'P'",
        "'PT'",
        "'P1DT'",
        "'PT-5S'",
        "'-PT5S'",
        "'P1M'",
        "'PT5.S'",
        "'PT1.0001S'",
        "'PT9999999999S'",
        "'PT0S'",
        "'PT0.999S'",
        "'PT30.001S'",
        "'P999999999D'"
      })
  void refuses(String json) {
    assertThat(faults("{'timeout': " + json + "}")).containsExactly("InvalidValue timeout");
  }

  @Test
  void nullCountsAsNotGiven() {
    assertThat(options("{'timeout': null}").timeout()).isEmpty();
    assertThat(options("{'timeout': 'PT2S'}").timeout().orElseThrow().length())
        .isEqualTo(Duration.ofSeconds(2));
  }
}
