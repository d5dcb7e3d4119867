package webhooks.domain.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import webhooks.domain.access.Caller;
import webhooks.domain.database.ConcurrencyLimit;
import webhooks.domain.secret.SecretCipher;

/**
 * Reads the webhooks of a caller, however many there are, a page at a time.
 *
 * <p>A node reads long lists two at once, so that they leave time, memory and connections to
 * deliveries; short ones don't wait for them. Each page is a transaction. Safe for several threads.
 */
@ApplicationScoped
public class WebhookListReader {
  private static final int PAGE = 500;
  private static final int LONG_ONES_AT_ONCE = 2;
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final ConcurrencyLimit limit;
  private final WebhookRepository stored;
  private final SecretCipher cipher;

  /** Creates the bean; for the container. */
  public WebhookListReader() {
    this(null, null);
  }

  /** Creates the use case. */
  @Inject
  public WebhookListReader(WebhookRepository stored, SecretCipher cipher) {
    this(stored, cipher, MAX_WAIT);
  }

  /** Creates the use case with another wait; for tests. */
  WebhookListReader(WebhookRepository stored, SecretCipher cipher, Duration maxWait) {
    this.stored = stored;
    this.cipher = cipher;
    this.limit =
        new ConcurrencyLimit(
            LONG_ONES_AT_ONCE, maxWait, "Too many long lists of webhooks wait for each other");
  }

  /** Hands over all, newest first. */
  void read(Caller caller, Consumer<WebhookView> reader) {
    Optional<UUID> last = page(caller, Optional.empty(), reader);
    if (last.isEmpty()) {
      return;
    }
    limit.acquire();
    try {
      while (last.isPresent()) {
        last = page(caller, last, reader);
      }
    } finally {
      limit.release();
    }
  }

  /** Returns the last webhook of the page, if others follow. */
  private Optional<UUID> page(Caller caller, Optional<UUID> before, Consumer<WebhookView> reader) {
    List<Webhook> found = stored.page(caller, before, PAGE + 1);
    found.stream().limit(PAGE).forEach(webhook -> reader.accept(webhook.view(cipher)));
    return found.size() <= PAGE ? Optional.empty() : Optional.of(found.get(PAGE - 1).id());
  }
}
