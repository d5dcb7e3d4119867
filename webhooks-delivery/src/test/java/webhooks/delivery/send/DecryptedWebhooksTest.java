package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.delivery.send.DecryptedWebhooks.DecryptedWebhook;
import webhooks.domain.database.Dialect;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.PreviousSecret;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;

class DecryptedWebhooksTest {
  private static final UUID WEBHOOK = UUID.randomUUID();
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00Z");
  private static final byte[] BODY = {1, 2, 3};

  private final SecretCipher cipher =
      SecretCipher.of(
          NodeSettings.of(
              new DeliverySettings(
                  Duration.ofSeconds(5),
                  List.of(),
                  10,
                  4,
                  List.of(),
                  Optional.empty(),
                  Optional.empty(),
                  false)),
          Dialect.POSTGRESQL);
  private final DecryptedWebhooks webhooks = new DecryptedWebhooks(cipher);

  private SendableWebhook webhook(
      UUID id, long version, String secret, Optional<PreviousSecret> previous) {
    return SendableWebhook.withoutOptions(
        new Subscription(
            id,
            "client",
            "account",
            version,
            true,
            1,
            "receiver.example.com",
            cipher.keyId(),
            cipher.encrypt(id, EncryptedColumn.CALLBACK_URL, "https://receiver.example.com/"),
            cipher.encrypt(id, EncryptedColumn.SECRET, secret),
            previous,
            false,
            Flow.FREE));
  }

  private SendableWebhook webhook(long version, String secret) {
    return webhook(WEBHOOK, version, secret, Optional.empty());
  }

  private static List<String> signatures(DecryptedWebhook of) {
    return of.signatures().signers().stream().map(signer -> signer.signature(BODY)).toList();
  }

  private static List<String> signatures(String... secrets) {
    return List.of(secrets).stream().map(secret -> new Signer(secret).signature(BODY)).toList();
  }

  @Test
  void decryptsOnceInFiveSeconds() {
    SendableWebhook webhook = webhook(1, "one");
    DecryptedWebhook first = webhooks.of(webhook, NOW);

    assertThat(webhooks.of(webhook, NOW.plusMillis(4999))).isSameAs(first);
    assertThat(webhooks.of(webhook, NOW.plusSeconds(5))).isNotSameAs(first);
  }

  @Test
  void changedSecretSignsAtOnce() {
    webhooks.of(webhook(1, "one"), NOW);

    assertThat(signatures(webhooks.of(webhook(2, "two"), NOW))).isEqualTo(signatures("two"));
  }

  @Test
  void formerSecretSignsUntilItsEnd() {
    Instant end = NOW.plusSeconds(2);
    SendableWebhook webhook =
        webhook(
            WEBHOOK,
            1,
            "two",
            Optional.of(
                new PreviousSecret(
                    cipher.encrypt(WEBHOOK, EncryptedColumn.PREVIOUS_SECRET, "one"), end)));

    assertThat(signatures(webhooks.of(webhook, NOW))).isEqualTo(signatures("two", "one"));
    assertThat(signatures(webhooks.of(webhook, end.minusMillis(1))))
        .isEqualTo(signatures("two", "one"));
    assertThat(signatures(webhooks.of(webhook, end))).isEqualTo(signatures("two"));
  }

  @Test
  void forgetsSecretsThatAreNotUsed() {
    for (int i = 0; i < 5000; i++) {
      webhooks.of(webhook(UUID.randomUUID(), 1, "one", Optional.empty()), NOW);
    }
    assertThat(webhooks.size()).isEqualTo(4000);

    webhooks.of(webhook(1, "one"), NOW.plus(Duration.ofSeconds(5)));
    assertThat(webhooks.size()).isEqualTo(1);
  }
}
