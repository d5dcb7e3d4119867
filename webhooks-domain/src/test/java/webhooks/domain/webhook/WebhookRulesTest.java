package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.CallbackUrlValidator;
import webhooks.domain.address.InvalidCallbackUrl;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.rotation.RotateSecret;

class WebhookRulesTest {
  private static final Optional<String> URL = Optional.of("https://example.com/");
  private static final String TYPE = "iModels.iModelCreated.v1";
  private static final Optional<String> NONE = Optional.empty();
  private static final Optional<List<String>> TYPES = Optional.of(List.of(TYPE));

  private static final Caller CLIENT = Callers.application("client");

  private final WebhookRules rules =
      new WebhookRules(
          new EventTypes(TestSettings.with()),
          new SyntaxValidator(),
          TestSettings.with("webhooks.max-webhooks", "3"));

  /** Checks the form of URLs without name look-ups. */
  private static final class SyntaxValidator extends CallbackUrlValidator {
    @Override
    public void check(String url, LimitKey caller, Faults faults) {
      try {
        CallbackUrl.parse(url);
      } catch (InvalidCallbackUrl e) {
        faults.invalid("callbackUrl", e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Project", "account", "ITwin", "itwin"})
  void refusesUnknownScope(String scope) {
    assertThat(faultsOfScope(scope, NONE)).containsExactly("InvalidValue scope");
  }

  @Test
  void accountScopeAllowsOnlyTheCallersAccount() {
    assertThat(targetOf("Account", NONE))
        .isEqualTo(new WebhookRules.CheckedScope(WebhookScope.ACCOUNT, "account"));
    assertThat(targetOf("Account", Optional.of("account")))
        .isEqualTo(new WebhookRules.CheckedScope(WebhookScope.ACCOUNT, "account"));
    assertThat(faultsOfScope("Account", Optional.of("another")))
        .containsExactly("InvalidValue scopeId");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1-1-1-1-1", "5b1f3a5257a94d5e8a3c0d4c2b1a9f8e"})
  void refusesITwinIdThatIsNoUuid(String id) {
    assertThat(faultsOfScope("iTwin", Optional.of(id))).containsExactly("InvalidValue scopeId");
  }

  @Test
  void iTwinScopeNeedsAnIdAndWritesItInLowerCase() {
    String id = UUID.randomUUID().toString();

    assertThat(faultsOfScope("iTwin", NONE)).containsExactly("MissingRequiredProperty scopeId");
    assertThat(targetOf("iTwin", Optional.of(id.toUpperCase(Locale.ROOT))))
        .isEqualTo(new WebhookRules.CheckedScope(WebhookScope.ITWIN, id));
  }

  @Test
  void namesEveryMissingProperty() {
    CreateWebhook empty = new CreateWebhook(NONE, NONE, NONE, NONE, Optional.empty(), List.of());

    assertThat(faultsOf(empty))
        .containsExactlyInAnyOrder(
            "MissingRequiredProperty callbackUrl",
            "MissingRequiredProperty scope",
            "MissingRequiredProperty eventTypes");
  }

  static List<String> invalidSecrets() {
    return List.of(
        "",
        "x".repeat(31),
        "é".repeat(31),
        "\uD83D\uDE00".repeat(31),
        "x".repeat(513),
        "x".repeat(40) + "\n",
        "x".repeat(40) + "\t",
        "x".repeat(40) + "\u0000",
        "x".repeat(40) + "\u007f",
        "x".repeat(40) + "\u0085",
        "x".repeat(40) + "\uD83D");
  }

  @ParameterizedTest
  @MethodSource("invalidSecrets")
  void refusesInvalidSecret(String secret) {
    assertThat(faultsOf(update(NONE, Optional.of(secret), Optional.empty())))
        .containsExactly("InvalidValue secret");
    assertThat(faultsOf(create(URL, Optional.of(secret), TYPES)))
        .containsExactly("InvalidValue secret");
  }

  static List<String> validSecrets() {
    return List.of(
        "x".repeat(32),
        "x".repeat(512),
        "é".repeat(32),
        "東".repeat(512),
        "\uD83D\uDE00".repeat(512),
        " ".repeat(32),
        "whsec_" + "x".repeat(26));
  }

  @ParameterizedTest
  @MethodSource("validSecrets")
  void acceptsSecretOf32To512Characters(String secret) {
    assertThatCode(
            () ->
                rules.check(
                    update(NONE, Optional.of(secret), Optional.empty()), CLIENT, null, null))
        .doesNotThrowAnyException();
    assertThatCode(() -> rules.check(create(URL, Optional.of(secret), TYPES), CLIENT))
        .doesNotThrowAnyException();
  }

  @Test
  void shortenedEventTypeHasNoHalfCharacter() {
    Optional<List<String>> types =
        Optional.of(List.of("\uD83D\uDE00".repeat(100), "x".repeat(100)));

    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> rules.check(create(URL, NONE, types), CLIENT));

    assertThat(refusal.details().get(0).message())
        .contains("'" + "\uD83D\uDE00".repeat(80) + "', '" + "x".repeat(80) + "'");
  }

  static List<List<String>> invalidEventTypes() {
    return List.of(
        List.of(),
        List.of("no.such.v1"),
        List.of(TYPE, "x"),
        List.of("imodels.imodelcreated.v1"),
        List.of(""),
        Collections.nCopies(2, "x"));
  }

  @ParameterizedTest
  @MethodSource("invalidEventTypes")
  void refusesEmptyOrUnknownEventTypes(List<String> types) {
    assertThat(faultsOf(update(NONE, NONE, Optional.of(types))))
        .containsExactly("InvalidValue eventTypes");
    assertThat(faultsOf(create(URL, NONE, Optional.of(types))))
        .containsExactly("InvalidValue eventTypes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http://example.com/", "https://u@example.com/", "https://h/#a"})
  void refusesInvalidUrl(String url) {
    assertThat(faultsOf(update(Optional.of(url), NONE, Optional.empty())))
        .containsExactly("InvalidValue callbackUrl");
    assertThat(faultsOf(create(Optional.of(url), NONE, TYPES)))
        .containsExactly("InvalidValue callbackUrl");
  }

  @Test
  void namesAllFaultsOfOneRequest() {
    UpdateWebhook request =
        new UpdateWebhook(
            Optional.of("http://a"),
            Optional.of("short"),
            Optional.empty(),
            Optional.of(List.of("x")),
            List.of(Fault.of(FaultCode.INVALID_VALUE, "active", "a fault of the reader")));

    assertThat(faultsOf(request))
        .containsExactlyInAnyOrder(
            "InvalidValue active",
            "InvalidValue callbackUrl",
            "InvalidValue secret",
            "InvalidValue eventTypes");
  }

  @ParameterizedTest
  @CsvSource({"31, true", "32, false", "512, false", "513, true"})
  void rotationNeedsSecretOf32To512Characters(int length, boolean refused) {
    List<String> faults = faultsOf(rotation(Optional.of("x".repeat(length)), NONE));

    assertThat(faults).isEqualTo(refused ? List.of("InvalidValue secret") : List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "P1D", "P7D", "PT168H"})
  void acceptsOverlapsUpToSevenDays(String overlap) {
    assertThat(rules.check(rotation(NONE, Optional.of(overlap))))
        .isEqualTo(Duration.parse(overlap));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P7DT0.001S", "P8D", "-PT1S", "P-1D", "p1d", "P1W", ""})
  void refusesOtherOverlaps(String overlap) {
    assertThat(faultsOf(rotation(NONE, Optional.of(overlap))))
        .containsExactly("InvalidValue previousSecretValidFor");
  }

  private static RotateSecret rotation(Optional<String> secret, Optional<String> overlap) {
    return new RotateSecret(secret, overlap, List.of());
  }

  private static CreateWebhook create(
      Optional<String> url, Optional<String> secret, Optional<List<String>> types) {
    return new CreateWebhook(url, Optional.of("Account"), NONE, secret, types, List.of());
  }

  private static CreateWebhook ofScope(String scope, Optional<String> scopeId) {
    return new CreateWebhook(URL, Optional.of(scope), scopeId, NONE, TYPES, List.of());
  }

  private static UpdateWebhook update(
      Optional<String> url, Optional<String> secret, Optional<List<String>> types) {
    return new UpdateWebhook(url, secret, Optional.empty(), types, List.of());
  }

  private WebhookRules.CheckedScope targetOf(String scope, Optional<String> scopeId) {
    return rules.check(ofScope(scope, scopeId), CLIENT);
  }

  private List<String> faultsOfScope(String scope, Optional<String> scopeId) {
    return faultsOf(ofScope(scope, scopeId));
  }

  private List<String> faultsOf(CreateWebhook request) {
    return faults(() -> rules.check(request, CLIENT), ErrorCode.INVALID_CREATE_WEBHOOK_REQUEST);
  }

  private List<String> faultsOf(UpdateWebhook request) {
    return faults(
        () -> rules.check(request, CLIENT, null, null), ErrorCode.INVALID_UPDATE_WEBHOOK_REQUEST);
  }

  private List<String> faultsOf(RotateSecret request) {
    return faults(() -> rules.check(request), ErrorCode.INVALID_REQUEST);
  }

  private static List<String> faults(Runnable check, ErrorCode code) {
    Refusal refusal = catchThrowableOfType(Refusal.class, check::run);
    if (refusal == null) {
      return List.of();
    }
    assertThat(refusal.code()).isEqualTo(code);
    return refusal.details().stream()
        .map(fault -> fault.code().text() + " " + fault.target().orElse(""))
        .toList();
  }

  @Test
  void refusesOneWebhookMoreThanTheLimit() {
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> rules.storeWithinLimit(limit -> 3 < limit));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CREATE_WEBHOOK_REQUEST);
    assertThat(refusal.details())
        .containsExactly(
            Fault.ofBody(
                FaultCode.LIMIT_EXCEEDED, "A service application can have at most 3 webhooks."));
    rules.storeWithinLimit(limit -> 2 < limit);
  }
}
