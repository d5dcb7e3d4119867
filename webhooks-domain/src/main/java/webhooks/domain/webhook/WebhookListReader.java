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
 * Reads all webhooks of a caller, one page at a time, so that few are in memory at once.
 *
 * <p>A node reads at most two long lists at the same time, so that deliveries have enough time,
 * memory and connections. Short lists don't wait. Each page is a transaction. Safe for several
 * threads.
 */
@ApplicationScoped
public class WebhookListReader {
  private static final int PAGE_SIZE = 500;
  private static final int MAX_LONG_LISTS = 2;
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final ConcurrencyLimit limit;
  private final WebhookRepository webhooks;
  private final SecretCipher cipher;

  /** Creates the bean, for the container. */
  public WebhookListReader() {
    this(null, null);
  }

  /** Creates the reader. */
  @Inject
  public WebhookListReader(WebhookRepository webhooks, SecretCipher cipher) {
    this(webhooks, cipher, MAX_WAIT);
  }

  /** Creates the reader with another wait, for tests. */
  WebhookListReader(WebhookRepository webhooks, SecretCipher cipher, Duration maxWait) {
    this.webhooks = webhooks;
    this.cipher = cipher;
    this.limit =
        new ConcurrencyLimit(
            MAX_LONG_LISTS, maxWait, "Too many long lists of webhooks wait for each other");
  }

  /** Passes all webhooks of the caller to the reader, newest first. */
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

  /** Reads a page, and returns the id of its last webhook if more follow. */
  private Optional<UUID> page(Caller caller, Optional<UUID> before, Consumer<WebhookView> reader) {
    List<Webhook> found = webhooks.page(caller, before, PAGE_SIZE + 1);
    found.stream().limit(PAGE_SIZE).forEach(webhook -> reader.accept(webhook.view(cipher)));
    return found.size() <= PAGE_SIZE
        ? Optional.empty()
        : Optional.of(found.get(PAGE_SIZE - 1).id());
  }
}
