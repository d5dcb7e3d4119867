package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import webhooks.domain.access.Callers;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.rotation.RotateSecret;
import webhooks.domain.webhook.rotation.RotatedSecret;

/** Objects that hold a secret or a callback URL do not show it as text, so no log can have it. */
class HiddenSecretsTest {
  private static final String SECRET = "s3cret-".repeat(5);
  private static final String URL = "https://example.com/?key=s3cret";

  static Stream<Object> objectsWithSecrets() {
    Optional<String> secret = Optional.of(SECRET);
    Optional<String> url = Optional.of(URL);
    Webhook webhook =
        new Webhook(
            UUID.randomUUID(),
            Callers.of("client", Optional.of("account"), true, false),
            WebhookScope.ACCOUNT,
            "account",
            Instant.EPOCH);
    webhook.protect(WebhookRow.CIPHER, URL, SECRET);
    webhook.subscribe(List.of("a.v1"));
    return Stream.of(
        new CreateWebhook(
            url, Optional.of("Account"), Optional.empty(), secret, Optional.empty(), List.of()),
        new UpdateWebhook(url, secret, Optional.of(true), Optional.empty(), List.of()),
        new RotateSecret(secret, Optional.of("P1D"), List.of()),
        new CreatedWebhook(webhook.view(WebhookRow.CIPHER), SECRET),
        new RotatedSecret(SECRET, Instant.EPOCH),
        webhook.updatableProperties(WebhookRow.CIPHER),
        webhook.subscription(WebhookRow.CIPHER));
  }

  @ParameterizedTest
  @MethodSource("objectsWithSecrets")
  void textShowsNeitherSecretNorUrl(Object object) {
    assertThat(object.toString()).doesNotContain("s3cret").doesNotContain("example.com");
  }
}
