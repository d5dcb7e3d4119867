package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.access.Callers;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;

/** The bounds of properties that need neither the catalogue nor a look-up of the host. */
class WebhookRulesTest {
  private final WebhookRules rules = new WebhookRules();

  private static RotateSecret rotation(Optional<String> secret, Optional<String> overlap) {
    return new RotateSecret(secret, overlap, new Faults());
  }

  /** Runs a check, and returns the properties that it refuses. */
  private static List<String> refusedBy(Runnable check) {
    Refusal refusal = catchThrowableOfType(Refusal.class, check::run);
    return refusal == null
        ? List.of()
        : refusal.details().stream().map(Fault::target).flatMap(Optional::stream).toList();
  }

  @ParameterizedTest
  @CsvSource({"31, secret", "32, ", "512, ", "513, secret"})
  void secretHas32To512Characters(int length, String refused) {
    RotateSecret request = rotation(Optional.of("x".repeat(length)), Optional.empty());

    assertThat(refusedBy(() -> rules.check(request)))
        .isEqualTo(Optional.ofNullable(refused).map(List::of).orElse(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "P1D", "P7D", "PT168H"})
  void acceptsOverlapsUpToSevenDays(String overlap) {
    assertThat(rules.check(rotation(Optional.empty(), Optional.of(overlap))))
        .isEqualTo(Duration.parse(overlap));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P7DT0.001S", "P8D", "-PT1S", "P-1D", "p1d", "P1W", ""})
  void refusesOtherOverlaps(String overlap) {
    RotateSecret request = rotation(Optional.empty(), Optional.of(overlap));

    assertThat(refusedBy(() -> rules.check(request))).containsExactly("previousSecretValidFor");
  }

  @Test
  void accountScopeIsTheCallersOwnAccount() {
    assertThat(refusedBy(() -> checkScopeId("another"))).contains("scopeId");
    assertThat(refusedBy(() -> checkScopeId("account"))).doesNotContain("scopeId");
  }

  private void checkScopeId(String scopeId) {
    rules.check(
        new CreateWebhook(
            Optional.empty(),
            Optional.of("Account"),
            Optional.of(scopeId),
            Optional.empty(),
            Optional.empty(),
            new Faults()),
        Callers.of("client", "account", true, false));
  }
}
