package webhooks.domain.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.error.Refusal;

/** Which requests for a session are valid. */
class PortalSessionRulesTest {
  private static final Optional<String> OWN = Optional.of("account");

  private static PortalSessionRules.Checked check(String user, String expires, String... pages) {
    return PortalSessionRules.check(
        new CreatePortalSession(
            Optional.empty(),
            Optional.ofNullable(user),
            Optional.ofNullable(expires),
            pages == null ? Optional.empty() : Optional.of(List.of(pages)),
            Optional.empty(),
            List.of()),
        OWN);
  }

  private static List<String> faults(String user, String expires, String... pages) {
    return catchThrowableOfType(Refusal.class, () -> check(user, expires, pages)).details().stream()
        .map(fault -> fault.code().text() + " " + fault.target().orElse(""))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"PT1S, 1", "PT1H, 3600", "PT60M, 3600", "PT1.5S, 1", "PT59M60S, 3600"})
  void sessionLastsAnHourAtMost(String expires, long seconds) {
    assertThat(check("anna", expires, (String[]) null).lifetime().toSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.9S", "PT1H0.001S", "P1D", "1h", "-PT1S", "", "pt1h"})
  void otherLifetimesAreRefused(String expires) {
    assertThat(faults("anna", expires, (String[]) null)).containsExactly("InvalidValue expires");
  }

  @Test
  void allFaultsAreNamed() {
    assertThat(faults("a\u0001", "P1D", "none"))
        .containsExactly("InvalidValue user", "InvalidValue expires", "InvalidValue pages");
    assertThat(faults(null, null))
        .containsExactly(
            "MissingRequiredProperty user",
            "MissingRequiredProperty expires",
            "InvalidValue pages");
    assertThat(faults("x".repeat(201), "PT1H", (String[]) null))
        .containsExactly("InvalidValue user");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u200b",
        "\ufeff",
        "\u00a0",
        "\u00ad \u2060",
        "\u3164",
        "\u2800",
        "\u0600",
        "a\u2028b",
        "a\u2029b",
        "\u202etoor",
        "a\u202ab\u202c",
        "a\u2066b",
        "\u2069"
      })
  void nameThatNobodyCanReadIsRefused(String user) {
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> check(user, "PT1H", (String[]) null));

    assertThat(refusal.details())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.target()).contains("user");
              assertThat(fault.message())
                  .startsWith("'user' must have 1 to 200 characters, at least one of them visible,")
                  .contains("U+2028 to U+202E, U+2066 to U+2069");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anna",
        "\u05d3\u05e0\u05d9 (anna)\u200f",
        "\u0646\u0627\u0645\u200c\u0647",
        "\ud83d\udc69\u200d\ud83d\udcbb",
        "-"
      })
  void namesOfAllScriptsAreAccepted(String user) {
    assertThat(check(user, "PT1H", (String[]) null).user()).isEqualTo(user);
  }

  @Test
  void pagesAreASet() {
    assertThat(check("anna", "PT1H", "options", "deliveries", "options").pages())
        .contains(Set.of(PortalPage.OPTIONS, PortalPage.DELIVERIES));
    assertThat(PortalPage.split(PortalPage.join(Set.of(PortalPage.OPTIONS, PortalPage.WEBHOOKS))))
        .containsExactlyInAnyOrder(PortalPage.OPTIONS, PortalPage.WEBHOOKS);
    assertThat(PortalPage.split("options,of-a-newer-version")).containsExactly(PortalPage.OPTIONS);
    assertThat(PortalPage.split("of-a-newer-version")).isEmpty();
    assertThat(PortalSessionRules.MAX_LIFETIME).isEqualTo(Duration.ofHours(1));
  }
}
