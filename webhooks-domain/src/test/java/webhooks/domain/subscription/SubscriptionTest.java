package webhooks.domain.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.webhook.WebhookRow;

class SubscriptionTest {
  private static final SecretCipher CIPHER = WebhookRow.CIPHER;
  private static final Instant END = Instant.parse("2026-10-02T14:55:00Z");

  private final UUID id = UUID.randomUUID();

  private Subscription subscription(Optional<PreviousSecret> previous) {
    return new Subscription(
        id,
        "client",
        "account",
        1,
        true,
        1,
        "example.com",
        CIPHER.keyId(),
        CIPHER.encrypt(id, EncryptedColumn.CALLBACK_URL, "https://example.com/"),
        CIPHER.encrypt(id, EncryptedColumn.SECRET, "current"),
        previous,
        false,
        Flow.FREE);
  }

  @Test
  void signsWithBothSecretsUntilTheOverlapEnds() {
    byte[] previous = CIPHER.encrypt(id, EncryptedColumn.PREVIOUS_SECRET, "previous");
    Subscription rotated = subscription(Optional.of(new PreviousSecret(previous, END)));

    assertThat(rotated.secrets(CIPHER, END.minusNanos(1))).containsExactly("current", "previous");
    assertThat(rotated.secrets(CIPHER, END)).containsExactly("current");
  }

  @Test
  void signsWithOneSecretWithoutRotation() {
    assertThat(subscription(Optional.empty()).secrets(CIPHER, END)).containsExactly("current");
  }
}
