package webhooks.domain.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.webhook.WebhookRow;

/** Options as the cache holds them. */
class CachedOptionsTest {
  private static final UUID WEBHOOK = UUID.randomUUID();

  private static EncryptedOptions stored(String keyId, byte[] content) {
    return new EncryptedOptions(WEBHOOK, 7, keyId, content, Instant.EPOCH);
  }

  @Test
  void entryHasTheStoredVersionAndTheSizeOfTheContent() {
    byte[] content =
        WebhookRow.CIPHER.encrypt(WEBHOOK, EncryptedColumn.OPTIONS, "{\"description\":\"d\"}");

    WebhookCache.Entry<CachedOptions> entry =
        CachedOptions.entry(stored(WebhookRow.CIPHER.keyId(), content), WebhookRow.CIPHER);

    assertThat(entry.version()).isEqualTo(7);
    assertThat(entry.size()).isBetween(content.length + 1, content.length + 1024);
    assertThat(entry.value().options(WebhookRow.CIPHER).stored()).contains("\"d\"");
  }

  @Test
  void unreadableOptionsAreNoEntry() {
    EncryptedOptions unreadable = stored("lost", new byte[40]);

    assertThatThrownBy(() -> CachedOptions.entry(unreadable, WebhookRow.CIPHER))
        .isInstanceOf(IllegalStateException.class);
  }
}
