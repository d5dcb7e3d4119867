package webhooks.domain.subscription;

import java.util.Optional;
import java.util.UUID;

/** Active webhooks for tests that do not read their URL and secret. */
public final class TestSubscription {
  private TestSubscription() {}

  /** Returns an active webhook of the client {@code client}, without URL and secret. */
  public static Subscription of(
      UUID webhookId, String accountId, long version, boolean hasOptions) {
    return new Subscription(
        webhookId,
        "client",
        accountId,
        version,
        true,
        1,
        "receiver.example.com",
        "key",
        new byte[0],
        new byte[0],
        Optional.empty(),
        hasOptions,
        Flow.FREE);
  }
}
