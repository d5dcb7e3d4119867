package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.access.Caller;
import webhooks.domain.address.Origin;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.OwnershipProofs.GivenConsent;
import webhooks.domain.webhook.proof.ProofMethod;
import webhooks.domain.webhook.proof.ProofSubject;
import webhooks.domain.webhook.proof.ProofView;

/** What a proof of ownership is good for, and what ends it. */
class OwnershipProofsTest extends WebhooksFixture {
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00.463Z");
  private static final String URL = "https://example.com/";

  private final Caller owner = caller(true, false);
  private final Webhooks required =
      webhooks(TestSettings.with("webhooks.verification", "required"));
  private String stored = "{}";

  private final OwnershipProofs proofs =
      new OwnershipProofs(
          new OptionUpdates.Tables(new OneWebhook(), new OneRow(), new NotedActs()),
          access,
          cipher,
          Clock.fixed(NOW, ZoneOffset.UTC));

  /** The row of the webhook's options. */
  private final class OneRow extends OptionsRepository {
    @Override
    public Optional<EncryptedOptions> find(UUID webhookId) {
      byte[] content = cipher.encrypt(webhookId, EncryptedColumn.OPTIONS, stored);
      return Optional.of(
          new EncryptedOptions(webhookId, 0, cipher.keyId(), content, Instant.EPOCH));
    }
  }

  private ProofSubject subject(String url) {
    return new ProofSubject("account", webhook.id(), url);
  }

  private Optional<Instant> prove(String url) {
    return proofs.record(owner, subject(url), ProofMethod.CHALLENGE, Optional.empty());
  }

  private void consent(Integer maxPerSecond) {
    GivenConsent consent =
        new GivenConsent(
            "events.example", Optional.ofNullable(maxPerSecond).map(BigDecimal::valueOf));
    proofs.record(owner, subject(URL), ProofMethod.OPTIONS, Optional.of(consent));
  }

  private ProofView view() {
    return proofs.get(owner, webhook.id().toString());
  }

  private void update(Webhooks by, Optional<String> url, Optional<Boolean> active) {
    by.update(
        owner,
        webhook.id().toString(),
        new UpdateWebhook(url, Optional.empty(), active, Optional.empty(), List.of()));
  }

  private void assertNotVerified(Runnable update, String target) {
    boolean active = webhook.isActive();
    String url = webhook.callbackUrl(cipher);
    assertThatThrownBy(update::run)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_UPDATE_WEBHOOK_REQUEST);
              assertThat(refusal.details())
                  .singleElement()
                  .satisfies(
                      fault -> {
                        assertThat(fault.code().text()).isEqualTo("NotVerified");
                        assertThat(fault.target()).contains(target);
                      });
            });
    assertThat(webhook.isActive()).isEqualTo(active);
    assertThat(webhook.callbackUrl(cipher)).isEqualTo(url);
  }

  @Test
  void storesAProof() {
    assertThat(view().verified()).isFalse();

    assertThat(prove(URL)).contains(NOW);

    assertThat(view()).isEqualTo(new ProofView(Optional.of(NOW), Optional.of("challenge")));
    assertThat(steps)
        .containsExactly("ask", "begin", "read", "webhook.verified: challenge", "commit");
  }

  @Test
  void proofIsOfTheExactUrl() {
    assertThat(prove("https://example.com")).isEmpty();
    assertThat(prove("https://EXAMPLE.com/")).isEmpty();
    assertThat(prove("https://example.com/?a")).isEmpty();

    assertThat(view()).isEqualTo(ProofView.NONE);
    assertThat(steps).doesNotContain("webhook.verified: challenge");
  }

  @Test
  void proofIsOfOneWebhookAndAccount() {
    prove(URL);

    assertThat(webhook.proof().isOf(subject(URL))).isTrue();
    assertThat(webhook.proof().isOf(new ProofSubject("other", webhook.id(), URL))).isFalse();
    assertThat(webhook.proof().isOf(new ProofSubject("account", UUID.randomUUID(), URL))).isFalse();
  }

  @Test
  void proofByOneWhoMayNotMaintainTheWebhookIsRefused() {
    Caller other = caller(Optional.of("other"), true, false);

    assertNotFound(
        () -> proofs.record(other, subject(URL), ProofMethod.CHALLENGE, Optional.empty()));
    assertNotFound(() -> proofs.get(other, webhook.id().toString()));
    allowed = false;
    assertForbidden(() -> prove(URL));
    assertThat(view()).isEqualTo(ProofView.NONE);
    deletedMeanwhile = true;
    assertNotFound(() -> prove(URL));
  }

  @Test
  void consentLeavesUnreadableOptions() {
    stored = "{\"later\":1}";

    assertRefused(() -> consent(10), ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(webhook.newOptions()).isEmpty();
  }

  @Test
  void anotherUrlEndsTheProofForGood() {
    prove(URL);

    update(webhooks, Optional.of("https://example.com/b"), Optional.empty());
    update(webhooks, Optional.of(URL), Optional.empty());

    assertThat(view()).isEqualTo(ProofView.NONE);
  }

  @Test
  void otherChangesKeepTheProof() {
    prove(URL);

    update(webhooks, Optional.empty(), Optional.of(true));
    update(webhooks, Optional.of(URL), Optional.of(false));

    assertThat(view().verified()).isTrue();
  }

  @Test
  void activationNeedsAProof() {
    assertNotVerified(() -> update(required, Optional.empty(), Optional.of(true)), "active");
    assertNotVerified(
        () -> update(required, Optional.of("https://example.com/b"), Optional.of(true)), "active");

    prove(URL);
    update(required, Optional.empty(), Optional.of(true));

    assertThat(webhook.isActive()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"off", "optional"})
  void activationNeedsNoProofUnlessRequired(String mode) {
    update(
        webhooks(TestSettings.with("webhooks.verification", mode)),
        Optional.empty(),
        Optional.of(true));

    assertThat(webhook.isActive()).isTrue();
  }

  /** Otherwise a caller could prove one URL, and send to another. */
  @Test
  void activeWebhookKeepsItsUrl() {
    prove(URL);
    update(required, Optional.empty(), Optional.of(true));

    assertNotVerified(
        () -> update(required, Optional.of("https://example.com/b"), Optional.empty()),
        "callbackUrl");
    assertNotVerified(
        () -> update(required, Optional.of("https://example.com/b"), Optional.of(true)),
        "callbackUrl");
    update(required, Optional.of("https://example.com/b"), Optional.of(false));

    assertThat(webhook.callbackUrl(cipher)).isEqualTo("https://example.com/b");
    assertNotVerified(() -> update(required, Optional.empty(), Optional.of(true)), "active");
  }

  /** The operator may turn the requirement on later. */
  @Test
  void webhookThatIsActiveWithoutProofContinues() {
    update(webhooks, Optional.empty(), Optional.of(true));

    update(required, Optional.of(URL), Optional.of(true));
    required.update(
        owner,
        webhook.id().toString(),
        new UpdateWebhook(
            Optional.empty(),
            Optional.of("n".repeat(40)),
            Optional.of(true),
            Optional.empty(),
            List.of()));

    assertThat(webhook.isActive()).isTrue();
    assertThat(webhook.secret(cipher)).isEqualTo("n".repeat(40));
  }

  /** The request was checked before another one has changed the URL. */
  @Test
  void proofIsCheckedAgainInTheTransaction() {
    prove(URL);
    changedMeanwhile =
        () -> webhook.protect(cipher, "https://example.com/changed", webhook.secret(cipher));

    assertThatThrownBy(() -> update(required, Optional.empty(), Optional.of(true)))
        .isInstanceOf(Refusal.class);

    assertThat(webhook.isActive()).isFalse();
  }

  @Test
  void deletionRemovesTheProof() {
    prove(URL);

    webhook.delete(cipher);

    assertThat(webhook.proof().isOf(subject(URL))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "{} | - | -",
        "{} | 10 | 10",
        "{'throttle':{'requestsPerSecond':5}} | 10 | 5",
        "{'throttle':{'requestsPerSecond':50,'maxInFlight':3}} | 10 | 10",
      })
  void consentLowersTheThrottle(String before, Integer allowed, BigDecimal rate) {
    stored = before.replace('\'', '"');

    consent(allowed);

    WebhookOptions after = webhook.newOptions().orElseThrow();
    assertThat(after.throttle().flatMap(throttle -> throttle.requestsPerSecond()))
        .isEqualTo(Optional.ofNullable(rate));
    assertThat(after.throttle().map(throttle -> throttle.maxInFlight().orElse(0)).orElse(0))
        .isEqualTo(before.contains("maxInFlight") ? 3 : 0);
    boolean changes = rate != null && !before.contains(":5}");
    assertThat(steps).contains("webhook.verified: options" + (changes ? ", throttle" : ""));
  }

  @Test
  void requestsToTheReceiverThatHasConsentedNameTheSender() {
    stored = "{\"description\":\"kept\"}";

    consent(null);

    WebhookOptions after = WebhookOptions.parse(webhook.newOptions().orElseThrow().stored());
    assertThat(after.requestHeaders(webhook.origin(cipher)))
        .singleElement()
        .satisfies(
            header -> {
              assertThat(header.name()).isEqualTo("WebHook-Request-Origin");
              assertThat(header.value()).isEqualTo("events.example");
            });
    assertThat(after.requestHeaders(new Origin("https://other:443"))).isEmpty();
    assertThat(after.shown(webhook.origin(cipher))).containsOnlyKeys("description");
  }
}
