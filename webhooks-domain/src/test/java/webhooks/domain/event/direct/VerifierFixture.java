package webhooks.domain.event.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.Dialect;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.HeaderExcerpt;
import webhooks.domain.node.DirectSender;
import webhooks.domain.node.FakeNode;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.webhook.OwnershipProofs;
import webhooks.domain.webhook.TestableWebhook;
import webhooks.domain.webhook.WebhookAccess;
import webhooks.domain.webhook.proof.ProofMethod;
import webhooks.domain.webhook.proof.ProofSubject;
import webhooks.domain.webhook.proof.ProofView;
import webhooks.domain.webhook.proof.VerifyWebhook;

/** Verifies one webhook, and notes the audit entries and the stored values. */
abstract class VerifierFixture {
  static final UUID WEBHOOK = UUID.randomUUID();
  private static final String URL = "https://receiver.example/hook?token=canary";
  static final Caller CALLER = Callers.application("client");
  static final Instant STORED = Instant.parse("2026-10-02T14:55:00.463Z");
  private static final SecretCipher CIPHER =
      SecretCipher.of(
          TestSettings.with("webhooks.encryption.key", NodeSettings.KEY), Dialect.POSTGRESQL);

  final FakeNode node = new FakeNode();
  final List<String> steps = new ArrayList<>();
  WebhookOptions options = WebhookOptions.NONE;
  boolean urlChanges;
  boolean isOfAllNodes = true;

  OwnershipVerifier verifier(String... settings) {
    return new OwnershipVerifier(
        new OwnershipVerifier.Tables(new NotedProofs(), new Support(), new NotedActs()),
        new AnyWebhook(),
        new OwnershipVerifier.Sending(
            new DirectSender(node.running()),
            new DirectDeliveries(TestSettings.with(), Clock.systemUTC())),
        CIPHER,
        TestSettings.with(settings));
  }

  OwnershipVerifier verifier() {
    return verifier(
        "webhooks.verification",
        "optional",
        "webhooks.public-url",
        "https://Events.example:8443/x");
  }

  CompletableFuture<ProofOutcome> verify(OwnershipVerifier verifier, String method) {
    return verifier.verify(
        CALLER,
        WEBHOOK.toString(),
        new VerifyWebhook(Optional.ofNullable(method), List.of()),
        Runnable::run);
  }

  String sentBody() {
    return new String(node.tested.get(node.tested.size() - 1).body(), UTF_8);
  }

  static Attempt attempt(int status, String body, Map<String, String> headers) {
    Optional<AttemptError> error =
        status / 100 == 2 ? Optional.empty() : Optional.of(AttemptError.STATUS);
    return new Attempt(
        Instant.EPOCH,
        Duration.ofMillis(31),
        OptionalInt.of(status),
        error,
        Optional.empty(),
        body.getBytes(UTF_8),
        Optional.empty(),
        new AttemptHeaders(
            Optional.empty(),
            Optional.of(
                HeaderExcerpt.of(
                    headers.entrySet().stream()
                        .map(header -> new SimpleEntry<>(header.getKey(), header.getValue()))
                        .toList()))),
        Optional.empty());
  }

  static void assertFailed(ProofOutcome outcome, String error, String cause) {
    assertThat(outcome.verified()).isFalse();
    assertThat(outcome.error()).contains(error);
    assertThat(outcome.cause()).isEqualTo(Optional.ofNullable(cause));
  }

  /** Notes the stored values. */
  private final class NotedProofs extends OwnershipProofs {
    @Override
    public ProofView get(Caller caller, String id) {
      return ProofView.NONE;
    }

    @Override
    public Optional<Instant> record(
        Caller caller, ProofSubject proven, ProofMethod method, Optional<GivenConsent> consent) {
      assertThat(proven).isEqualTo(new ProofSubject(caller.account(), WEBHOOK, URL));
      if (urlChanges) {
        return Optional.empty();
      }
      steps.add(
          "stored "
              + method
              + consent
                  .map(
                      given ->
                          " "
                              + given.sender()
                              + " "
                              + given.maxRequestsPerSecond().map(Object::toString).orElse("-"))
                  .orElse(""));
      return Optional.of(STORED);
    }
  }

  private final class Support extends OptionsRepository {
    Support() {
      super(null, CIPHER, () -> VerifierFixture.this.isOfAllNodes);
    }
  }

  private final class NotedActs extends AuditTrail {
    @Override
    public void add(AuditEntry entry) {
      steps.add(entry.action().text() + ": " + entry.detail().orElse(""));
    }
  }

  /** Lets everybody test the webhook. */
  private final class AnyWebhook extends WebhookAccess {
    @Override
    public UUID ownedIdForChange(Caller caller, String id) {
      return WEBHOOK;
    }

    @Override
    public TestableWebhook prepareTest(Caller caller, String id, AuditAction action) {
      return new TestableWebhook(
          new SendableWebhook(
              new Subscription(
                  WEBHOOK,
                  caller.clientId(),
                  caller.account(),
                  1,
                  true,
                  1,
                  "receiver.example",
                  CIPHER.keyId(),
                  CIPHER.encrypt(WEBHOOK, EncryptedColumn.CALLBACK_URL, URL),
                  new byte[0],
                  Optional.empty(),
                  false,
                  Flow.FREE),
              options),
          caller.account(),
          AuditEntry.of(caller.actor(), action).onWebhook(WEBHOOK, caller.account()));
    }
  }
}
