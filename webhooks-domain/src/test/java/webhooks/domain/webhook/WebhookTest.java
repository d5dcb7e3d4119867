package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.Dialect;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.deactivation.DeactivationReason;

class WebhookTest {
  private static final String NEW_KEY = "YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=";
  private static final String URL = "https://example.com/hook?token=t0ken";
  private static final String SECRET = "s".repeat(32);
  private static final Caller OWNER = Callers.of("client", "account", true, false);

  private final SecretCipher cipher = WebhookRow.CIPHER;
  private final Webhook webhook =
      new Webhook(
          UUID.randomUUID(),
          OWNER,
          WebhookScope.ACCOUNT,
          "account",
          Instant.parse("2026-10-02T14:55:00.463999Z"));

  @BeforeEach
  void create() {
    webhook.protect(cipher, URL, SECRET);
    webhook.subscribe(List.of("a.v1", "b.v1"));
  }

  @Test
  void isInactiveAtFirstAndShowsNoSecret() {
    WebhookView view = webhook.view(cipher);

    assertThat(view.active()).isFalse();
    assertThat(view.callbackUrl()).contains(URL);
    assertThat(view.eventTypes()).containsExactly("a.v1", "b.v1");
    assertThat(view.created()).isEqualTo("2026-10-02T14:55:00.463Z").isEqualTo(view.modified());
    assertThat(view.toString()).doesNotContain(SECRET);
  }

  @Test
  void startsAnActivationEachTimeItBecomesActive() {
    assertThat(activation()).isZero();
    assertThat(activate(true)).isTrue();
    assertThat(activation()).isEqualTo(1);
    assertThat(activate(false)).isTrue();
    assertThat(activation()).isEqualTo(1);
    assertThat(activate(true)).isTrue();
    assertThat(activation()).isEqualTo(2);
  }

  @Test
  void secondActivationChangesNothing() {
    activate(true);

    assertThat(activate(true)).isFalse();
    assertThat(activation()).isEqualTo(1);
  }

  @Test
  void updateWithSameValuesChangesNothing() {
    UpdateWebhook same =
        update(
            Optional.of(URL),
            Optional.of(SECRET),
            Optional.of(false),
            Optional.of(List.of("a.v1", "b.v1", "a.v1")));

    assertThat(webhook.update(same, cipher)).isFalse();
  }

  @Test
  void updateKeepsMissingProperties() {
    activate(true);
    UpdateWebhook newUrl =
        update(
            Optional.of("https://other.example/"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(webhook.update(newUrl, cipher)).isTrue();
    assertThat(webhook.callbackUrl(cipher)).isEqualTo("https://other.example/");
    assertThat(webhook.secret(cipher)).isEqualTo(SECRET);
    assertThat(webhook.eventTypes()).containsExactly("a.v1", "b.v1");
    assertThat(webhook.isActive()).isTrue();
  }

  @Test
  void newOrderOfEventTypesIsAChange() {
    UpdateWebhook turned =
        update(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(List.of("b.v1", "a.v1", "b.v1")));

    assertThat(webhook.update(turned, cipher)).isTrue();
    assertThat(webhook.eventTypes()).containsExactly("b.v1", "a.v1");
  }

  @Test
  void keepsTheFirstDeactivationReason() {
    activate(true);
    webhook.deactivate(DeactivationReason.PERMISSION_REMOVED);
    webhook.deactivate(DeactivationReason.BY_OWNER);
    assertThat(webhook.deactivationReason()).contains("permissionRemoved");
    assertThat(webhook.isActive()).isFalse();

    activate(true);
    assertThat(webhook.deactivationReason()).isEmpty();
  }

  /** Activates the webhook on a node with a new encryption key; returns the node's cipher. */
  private SecretCipher activateAfterKeyChange() {
    SecretCipher changed =
        SecretCipher.of(
            TestSettings.with(
                "webhooks.encryption.key",
                NEW_KEY,
                "webhooks.encryption.previous-keys",
                NodeSettings.KEY),
            Dialect.POSTGRESQL);
    webhook.update(
        update(Optional.empty(), Optional.empty(), Optional.of(true), Optional.empty()), changed);
    return changed;
  }

  @Test
  void changeEncryptsWithTheNewKey() {
    activateAfterKeyChange();

    SecretCipher onlyNew =
        SecretCipher.of(TestSettings.with("webhooks.encryption.key", NEW_KEY), Dialect.POSTGRESQL);
    assertThat(webhook.secret(onlyNew)).isEqualTo(SECRET);
    assertThat(webhook.callbackUrl(onlyNew)).isEqualTo(URL);
  }

  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00Z");

  /** Returns the secret before a rotation, if it still signs. */
  private Optional<String> previous(SecretCipher with) {
    Subscription subscription = webhook.subscription(with);
    return subscription
        .previousSecret()
        .map(
            kept ->
                with.decrypt(
                    subscription.keyId(),
                    webhook.id(),
                    EncryptedColumn.PREVIOUS_SECRET,
                    kept.encrypted()));
  }

  private Instant previousUntil() {
    return webhook.subscription(cipher).previousSecret().orElseThrow().validUntil();
  }

  @Test
  void rotationKeepsOnlyTheLastSecret() {
    webhook.rotate(cipher, "second", NOW.plusSeconds(60), NOW);
    webhook.rotate(cipher, "third", NOW.plusSeconds(90), NOW);

    assertThat(webhook.secret(cipher)).isEqualTo("third");
    assertThat(previous(cipher)).contains("second");
    assertThat(previousUntil()).isEqualTo("2026-10-02T14:56:30Z");
  }

  @Test
  void repeatedRotationMovesTheEnd() {
    webhook.rotate(cipher, "second", NOW.plusSeconds(60), NOW);
    webhook.rotate(cipher, "second", NOW.plusSeconds(90), NOW);

    assertThat(previous(cipher)).contains(SECRET);
    assertThat(previousUntil()).isEqualTo("2026-10-02T14:56:30Z");
    webhook.rotate(cipher, "second", NOW, NOW);
    assertThat(previous(cipher)).isEmpty();
  }

  @Test
  void repeatedRotationRevivesNoEndedSecret() {
    webhook.rotate(cipher, "second", NOW.plusSeconds(60), NOW);
    webhook.rotate(cipher, "second", NOW.plusSeconds(120), NOW.plusSeconds(60));

    assertThat(previous(cipher)).isEmpty();
    webhook.rotate(cipher, "second", NOW.plusSeconds(180), NOW.plusSeconds(61));
    assertThat(previous(cipher)).isEmpty();
  }

  @Test
  void rotationWithoutOverlapDropsTheOldSecret() {
    webhook.rotate(cipher, "second", NOW.plusSeconds(60), NOW);
    webhook.rotate(cipher, "third", NOW, NOW);

    assertThat(webhook.secret(cipher)).isEqualTo("third");
    assertThat(previous(cipher)).isEmpty();
  }

  @Test
  void updatedSecretDropsThePreviousOne() {
    webhook.rotate(cipher, "n".repeat(32), NOW.plusSeconds(60), NOW);
    UpdateWebhook same =
        update(Optional.empty(), Optional.of("n".repeat(32)), Optional.empty(), Optional.empty());

    assertThat(webhook.update(same, cipher)).isTrue();
    assertThat(previous(cipher)).isEmpty();
  }

  @Test
  void otherUpdatesKeepThePreviousSecret() {
    webhook.rotate(cipher, "second", NOW.plusSeconds(60), NOW);
    SecretCipher rotated = activateAfterKeyChange();

    assertThat(previous(rotated)).contains(SECRET);
  }

  @Test
  void deletionErasesOwnerUrlAndSecrets() {
    activate(true);
    webhook.rotate(cipher, "second", NOW.plusSeconds(60), NOW);

    webhook.delete(cipher);

    assertThat(webhook.belongsTo(OWNER)).isFalse();
    assertThat(webhook.belongsTo(Callers.of("user", "account", false, true))).isFalse();
    assertThat(webhook.isActive()).isFalse();
    assertThat(webhook.secret(cipher)).isEmpty();
    assertThat(previous(cipher)).isEmpty();
    assertThat(webhook.callbackUrl(cipher)).doesNotContain("t0ken");
  }

  @Test
  void belongsToCreatorAndAdministrators() {
    assertThat(webhook.belongsTo(OWNER)).isTrue();
    assertThat(webhook.belongsTo(Callers.of("user", "account", false, true))).isTrue();

    assertThat(webhook.belongsTo(Callers.of("client", "other", true, true))).isFalse();
    assertThat(webhook.belongsTo(Callers.of("other", "account", true, true))).isFalse();
    assertThat(webhook.belongsTo(Callers.of("client", "account", false, false))).isFalse();
    assertThat(webhook.belongsTo(Callers.of("user", "other", false, true))).isFalse();
  }

  @Test
  void creatorNeedsNoAccountToStop() {
    Caller nowhere = Callers.of("client", Optional.empty(), true, false);

    assertThat(webhook.isDeletableBy(nowhere)).isTrue();
    assertThat(webhook.belongsTo(nowhere)).isFalse();
    assertThat(webhook.isDeletableBy(Callers.of("client", "other", true, false))).isFalse();
    assertThat(webhook.isDeletableBy(Callers.of("other", Optional.empty(), true, true))).isFalse();
    assertThat(webhook.isDeletableBy(Callers.of("client", Optional.empty(), false, true)))
        .isFalse();
  }

  private boolean activate(boolean active) {
    return webhook.update(
        update(Optional.empty(), Optional.empty(), Optional.of(active), Optional.empty()), cipher);
  }

  private long activation() {
    return webhook.subscription(cipher).activation();
  }

  private static UpdateWebhook update(
      Optional<String> url,
      Optional<String> secret,
      Optional<Boolean> active,
      Optional<List<String>> types) {
    return new UpdateWebhook(url, secret, active, types, List.of());
  }
}
