package webhooks.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.webhook.WebhookView;

/** The webhook in answers. */
class WebhookJsonTest {
  private static WebhookView at(Optional<String> callbackUrl) {
    return new WebhookView(
        new UUID(0, 1),
        "Account",
        "account",
        true,
        callbackUrl,
        List.of("a.v1"),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  @Test
  void hasNoUrlThatCannotBeDecrypted() {
    assertThat(WebhookJson.write(at(Optional.of("https://example.com/"))))
        .containsKeys("id", "callbackUrl", "eventTypes");
    assertThat(WebhookJson.write(at(Optional.empty())))
        .containsKeys("id", "active", "eventTypes", "modified")
        .doesNotContainKey("callbackUrl");
  }
}
