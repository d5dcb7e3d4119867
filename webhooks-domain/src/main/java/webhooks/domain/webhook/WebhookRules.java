package webhooks.domain.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntPredicate;
import webhooks.domain.access.Caller;
import webhooks.domain.address.CallbackUrlValidator;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Faults;
import webhooks.domain.id.AccountId;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Durations;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.VerificationMode;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.rotation.RotateSecret;

/** Checks the properties of webhooks and collects all faults of a request. */
@ApplicationScoped
class WebhookRules {
  private static final int MIN_SECRET_LENGTH = 32;
  private static final int MAX_SECRET_LENGTH = 512;

  private static final Duration DEFAULT_OVERLAP = Duration.ofDays(1);
  private static final Duration MAX_OVERLAP = Duration.ofDays(7);

  /** The maximum number of unknown event types that an error names. */
  private static final int MAX_NAMED_TYPES = 5;

  /** The maximum length of an event type in an error. */
  private static final int MAX_SHOWN_LENGTH = 80;

  @Inject private EventTypes catalogue;
  @Inject private CallbackUrlValidator callbackUrls;
  @Inject private Settings settings;

  /** Creates the bean, for the container. */
  WebhookRules() {}

  /** Creates the rules without a container, for tests. */
  WebhookRules(EventTypes catalogue, CallbackUrlValidator callbackUrls, Settings settings) {
    this.catalogue = catalogue;
    this.callbackUrls = callbackUrls;
    this.settings = settings;
  }

  /** The scope of a valid create request. */
  record CheckedScope(WebhookScope scope, String scopeId) {}

  /**
   * Checks a create request.
   *
   * @throws webhooks.domain.error.Refusal with every fault; {@code ServiceUnavailable} if the host
   *     of the URL can't be looked up now
   */
  CheckedScope check(CreateWebhook request, Caller caller) {
    Faults faults = new Faults(request.faults());
    Optional<CheckedScope> scope = Optional.empty();
    if (!faults.concernWholeBody()) {
      require(request.callbackUrl(), "callbackUrl", faults);
      require(request.eventTypes(), "eventTypes", faults);
      scope = checkScope(request, caller.account(), faults);
      checkCommon(request.callbackUrl(), request.secret(), request.eventTypes(), caller, faults);
    }
    refuseCreate(faults);
    return scope.orElseThrow();
  }

  /**
   * Stores a new webhook, unless its owner has the maximum number of webhooks.
   *
   * @param store stores the webhook, unless its owner has the given number of webhooks; returns
   *     whether it is stored
   * @throws webhooks.domain.error.Refusal {@code InvalidCreateWebhookRequest} if it is not stored
   */
  void storeWithinLimit(IntPredicate store) {
    int limit = settings.maxWebhooks();
    if (!store.test(limit)) {
      Faults faults = new Faults();
      faults.add(
          Fault.ofBody(
              FaultCode.LIMIT_EXCEEDED,
              "A service application can have at most " + limit + " webhooks."));
      refuseCreate(faults);
    }
  }

  private static void refuseCreate(Faults faults) {
    faults.refuseIfAny(
        ErrorCode.INVALID_CREATE_WEBHOOK_REQUEST,
        "Cannot create a webhook. Make sure the request body is valid.");
  }

  /**
   * Checks an update request of a webhook.
   *
   * @throws webhooks.domain.error.Refusal with every fault; {@code ServiceUnavailable} if the host
   *     of the URL can't be looked up now
   */
  void check(UpdateWebhook request, Caller caller, Webhook webhook, SecretCipher cipher) {
    Faults faults = new Faults(request.faults());
    if (!faults.concernWholeBody()) {
      checkCommon(request.callbackUrl(), request.secret(), request.eventTypes(), caller, faults);
      checkProof(request, webhook, cipher, faults);
    }
    refuseUpdate(faults);
  }

  /**
   * Checks once more that an update needs no proof of ownership, or has one: the webhook may have
   * changed since the request was checked.
   *
   * @throws webhooks.domain.error.Refusal {@code InvalidUpdateWebhookRequest}
   */
  void requireProof(UpdateWebhook request, Webhook webhook, SecretCipher cipher) {
    Faults faults = new Faults();
    checkProof(request, webhook, cipher, faults);
    refuseUpdate(faults);
  }

  private void checkProof(
      UpdateWebhook request, Webhook webhook, SecretCipher cipher, Faults faults) {
    if (settings.verification() == VerificationMode.REQUIRED) {
      request
          .faultOfMissingProof(
              webhook.updatableProperties(cipher),
              url -> webhook.proof().isOf(webhook.proofSubject(url)))
          .ifPresent(faults::add);
    }
  }

  private static void refuseUpdate(Faults faults) {
    faults.refuseIfAny(
        ErrorCode.INVALID_UPDATE_WEBHOOK_REQUEST,
        "Cannot update a webhook. Make sure the request body is valid.");
  }

  /**
   * Checks a request to rotate the secret.
   *
   * @return how long deliveries are signed with the old secret too
   * @throws webhooks.domain.error.Refusal with every fault
   */
  Duration check(RotateSecret request) {
    Faults faults = new Faults(request.faults());
    Duration overlap = DEFAULT_OVERLAP;
    if (!faults.concernWholeBody()) {
      request.secret().ifPresent(text -> checkSecret(text, faults));
      overlap = request.previousSecretValidFor().map(text -> overlap(text, faults)).orElse(overlap);
    }
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot rotate the secret. Make sure the request body is valid.");
    return overlap;
  }

  private static Duration overlap(String text, Faults faults) {
    Optional<Duration> overlap =
        Durations.parse(text).filter(given -> given.compareTo(MAX_OVERLAP) <= 0);
    if (overlap.isEmpty()) {
      faults.invalid(
          "previousSecretValidFor",
          "'previousSecretValidFor' must be an ISO 8601 duration from PT0S to P7D.");
    }
    return overlap.orElse(DEFAULT_OVERLAP);
  }

  private void checkCommon(
      Optional<String> callbackUrl,
      Optional<String> secret,
      Optional<List<String>> eventTypes,
      Caller caller,
      Faults faults) {
    callbackUrl.ifPresent(url -> callbackUrls.check(url, caller.limitKey(), faults));
    secret.ifPresent(text -> checkSecret(text, faults));
    eventTypes.ifPresent(types -> checkEventTypes(types, faults));
  }

  private static void require(Optional<?> property, String name, Faults faults) {
    if (property.isEmpty()) {
      faults.missing(name);
    }
  }

  private static Optional<CheckedScope> checkScope(
      CreateWebhook request, String account, Faults faults) {
    if (request.scope().isEmpty()) {
      faults.missing("scope");
      return Optional.empty();
    }
    Optional<WebhookScope> scope = WebhookScope.of(request.scope().get());
    if (scope.isEmpty()) {
      faults.invalid("scope", "'scope' must be 'Account' or 'iTwin'.");
      return Optional.empty();
    }
    return switch (scope.get()) {
      case ACCOUNT -> accountScope(request.scopeId(), account, faults);
      case ITWIN -> iTwinScope(request.scopeId(), faults);
    };
  }

  private static Optional<CheckedScope> accountScope(
      Optional<String> scopeId, String account, Faults faults) {
    Optional<String> given = scopeId.flatMap(AccountId::parse).map(AccountId::text);
    if (scopeId.isPresent() && !given.equals(Optional.of(account))) {
      faults.invalid(
          "scopeId", "'scopeId' must be the account of the service application, or not be given.");
    }
    return Optional.of(new CheckedScope(WebhookScope.ACCOUNT, account));
  }

  private static Optional<CheckedScope> iTwinScope(Optional<String> scopeId, Faults faults) {
    if (scopeId.isEmpty()) {
      faults.missing("scopeId");
      return Optional.empty();
    }
    Optional<UUID> iTwin = Ids.parse(scopeId.get());
    if (iTwin.isEmpty()) {
      faults.invalid("scopeId", "'scopeId' must be the id of an iTwin, a UUID.");
    }
    return iTwin.map(id -> new CheckedScope(WebhookScope.ITWIN, id.toString()));
  }

  private static void checkSecret(String secret, Faults faults) {
    int length = secret.codePointCount(0, secret.length());
    if (length < MIN_SECRET_LENGTH || length > MAX_SECRET_LENGTH) {
      faults.invalid(
          "secret",
          "'secret' must have at least %d and at most %d characters."
              .formatted(MIN_SECRET_LENGTH, MAX_SECRET_LENGTH));
    } else if (secret.codePoints().anyMatch(WebhookRules::isUnsafe)) {
      faults.invalid("secret", "'secret' must not contain control characters.");
    }
  }

  /**
   * Returns whether a character is a control character or half of a surrogate pair, which has no
   * UTF-8 form to sign with.
   */
  private static boolean isUnsafe(int character) {
    return Character.isISOControl(character)
        || character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }

  private void checkEventTypes(List<String> types, Faults faults) {
    if (types.isEmpty()) {
      faults.invalid("eventTypes", "'eventTypes' must name at least one event type.");
    }
    List<String> unknown =
        types.stream()
            .distinct()
            .filter(type -> !catalogue.has(type))
            .map(WebhookRules::quoted)
            .toList();
    if (!unknown.isEmpty()) {
      faults.invalid(
          "eventTypes",
          "'eventTypes' has event types that are not in the catalogue: "
              + String.join(", ", unknown.subList(0, Math.min(unknown.size(), MAX_NAMED_TYPES)))
              + ".");
    }
  }

  /** Quotes a value of the caller, cut to a bounded length. */
  private static String quoted(String value) {
    // By code points, because half of a surrogate pair is no character.
    int shown = Math.min(value.codePointCount(0, value.length()), MAX_SHOWN_LENGTH);
    return "'" + value.substring(0, value.offsetByCodePoints(0, shown)) + "'";
  }
}
