package webhooks.domain.option.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.OptionRules.options;
import static webhooks.domain.option.OptionRules.shown;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.option.WebhookOptions;

/** The rules of the option throttle (OPTIONS, section 5), and the rate. */
class ThrottleTest {
  /** A receiver counts requests per minute, and may allow more or fewer than the option can say. */
  @ParameterizedTest
  @CsvSource({
    ",1.666,1.666",
    "1,1.666,1",
    "2,1.666,1.666",
    ",10.000,10",
    ",0.016,0.1",
    ",9999,1000"
  })
  void receiverLowersTheRate(BigDecimal before, BigDecimal allowed, BigDecimal rate) {
    Throttle throttle = new Throttle(Optional.ofNullable(before), OptionalInt.of(7));

    assertThat(throttle.atMost(allowed))
        .isEqualTo(new Throttle(Optional.of(rate), OptionalInt.of(7)));
  }

  private static Throttle throttle(String members) {
    return options("{'throttle': {" + members + "}}").throttle().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'requestsPerSecond':0.1",
        "'requestsPerSecond':1000",
        "'maxInFlight':1",
        "'requestsPerSecond':12.5,'maxInFlight':100"
      })
  void keepsBounds(String members) {
    WebhookOptions read = options("{'throttle':{" + members + "}}");

    assertThat(shown(read)).isEqualTo("{'throttle':{" + members + "}}");
    assertThat(WebhookOptions.parse(read.stored()).changes(read)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{'throttle': 10}` | InvalidValue throttle",
        "`{'throttle': {}}` | InvalidValue throttle",
        "`{'throttle': {'requestsPerSecond': null}}` | InvalidValue throttle",
        "`{'throttle': {'requestsPerSecond': '1'}}` | InvalidValue throttle.requestsPerSecond",
        "`{'throttle': {'requestsPerSecond': 0.09}}` | InvalidValue throttle.requestsPerSecond",
        "`{'throttle': {'requestsPerSecond': 1000.1}}` | InvalidValue throttle.requestsPerSecond",
        "`{'throttle': {'maxInFlight': 0}}` | InvalidValue throttle.maxInFlight",
        "`{'throttle': {'maxInFlight': 101}}` | InvalidValue throttle.maxInFlight",
        "`{'throttle': {'maxInFlight': 1.5}}` | InvalidValue throttle.maxInFlight",
        "`{'throttle': {'maxInFlight': 1, 'burst': 1}}` | InvalidProperty throttle.burst"
      })
  void refuses(String json, String fault) {
    assertThat(faults(json)).containsExactly(fault);
  }

  @Test
  void catchesUpHalfASecond() {
    Throttle ten = throttle("'requestsPerSecond': 10");

    assertThat(ten.allowed(-0.01, 0)).isZero();
    assertThat(ten.allowed(0, 0)).isEqualTo(1);
    assertThat(ten.allowed(0.25, 0)).isEqualTo(3);
    assertThat(ten.allowed(3600, 0)).as("after a long rest").isEqualTo(6);
    assertThat(throttle("'requestsPerSecond': 0.1").allowed(3600, 0)).isEqualTo(1);
    assertThat(ten.seconds(5)).isEqualTo(0.5);
  }

  /**
   * Nodes that look now and then, up to half a second late, reach the rate and do not exceed it.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.2, 0.45})
  void tenInASecondAreSixHundredInAMinute(double interval) {
    Throttle ten = throttle("'requestsPerSecond': 10");
    double next = 0;
    int sent = 0;

    for (double now = 0; now < 60; now += interval) {
      int allowed = ten.allowed(now - next, 0);
      next = Math.max(next, now - 0.5) + ten.seconds(allowed);
      sent += allowed;
    }

    assertThat(sent).isBetween(590, 610);
  }

  @Test
  void boundsRequestsInFlight() {
    Throttle three = throttle("'maxInFlight': 3");

    assertThat(three.allowed(-5, 0)).as("no rate").isEqualTo(3);
    assertThat(three.allowed(0, 2)).isEqualTo(1);
    assertThat(three.allowed(0, 4)).isZero();
    assertThat(three.seconds(3)).isZero();
    Throttle both = throttle("'requestsPerSecond': 1000, 'maxInFlight': 3");
    assertThat(both.allowed(0.4, 1)).isEqualTo(2);
    assertThat(both.allowed(0, 1)).isEqualTo(1);
  }
}
