package webhooks.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import webhooks.domain.settings.MutableClock;

/** Claims that are times, with numbers that are none. */
class TokenTimesTest {
  private static final MutableClock CLOCK = new MutableClock();
  private static final long NOW = CLOCK.instant().getEpochSecond();

  private final TokenVerifier verifier = new TokenVerifier(TestIssuer.settings().token(), CLOCK);

  private static TestToken token() {
    return TestIssuer.token(TestIssuer.RSA, CLOCK);
  }

  static Stream<Arguments> noTimes() {
    List<String> numbers =
        List.of(
            "1e308",
            "-1e308",
            "1e999",
            "-1e999",
            "1" + "0".repeat(400),
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551616",
            "253402300800",
            "-1",
            "NaN",
            "-Infinity",
            "Infinity",
            "\"NaN\"",
            "\"" + NOW + "\"",
            "true",
            "null",
            "[]",
            "{}");
    return Stream.of("exp", "nbf", "iat")
        .flatMap(claim -> numbers.stream().map(number -> Arguments.of(claim, number)));
  }

  @ParameterizedTest
  @MethodSource("noTimes")
  void refusesNumbersThatAreNoTimes(String claim, String number) {
    String token = token().signedWithText(claim, number);

    assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(InvalidToken.class);
  }

  @Test
  void acceptsNumbersHoweverTheyAreWritten() {
    for (String claim : List.of("nbf", "iat")) {
      for (String number : List.of("0", "-0", NOW + "", NOW + ".5", "1.7e9", "1700000000E0")) {
        assertThat(verifier.verify(token().signedWithText(claim, number))).isNotNull();
      }
    }
    assertThat(verifier.verify(token().signedWithText("exp", "253402300799"))).isNotNull();
  }
}
