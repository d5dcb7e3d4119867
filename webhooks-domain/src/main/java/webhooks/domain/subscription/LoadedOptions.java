package webhooks.domain.subscription;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.secret.SecretCipher;

/**
 * The options of webhooks in memory. Safe for several threads.
 *
 * <p>Nothing is sent to a webhook without its options: a webhook whose options are not in memory,
 * or can't be read, is not sendable.
 */
final class LoadedOptions {
  private static final Logger LOG = Logger.getLogger(LoadedOptions.class.getName());

  /**
   * The options of a webhook have at most some 200 KiB: several changes, of 64 KiB each, add up.
   */
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  /**
   * How many webhooks of an account are loaded at once. Their options fit together in the account's
   * part of the cache. The backlogs of the others are claimed later.
   */
  private static final int MAX_OF_ACCOUNT = 50;

  private final SecretCipher cipher;
  private final WebhookCache<CachedOptions> cache = new WebhookCache<>(MAX_BYTES);

  /**
   * The webhooks whose options can't be read, with their versions. The options are not loaded again
   * until they change.
   */
  private final Map<UUID, Long> unreadable = new ConcurrentHashMap<>();

  LoadedOptions(SecretCipher cipher) {
    this.cipher = cipher;
  }

  /** Returns whether deliveries may be sent to the webhook. */
  boolean isSendable(Subscription webhook) {
    return !webhook.hasOptions() || cache.find(webhook).isPresent();
  }

  /** Returns the webhook with its options, if it is sendable. */
  Optional<SendableWebhook> find(Subscription webhook) {
    return webhook.hasOptions()
        ? cache.find(webhook).map(found -> new SendableWebhook(webhook, found.options(cipher)))
        : Optional.of(SendableWebhook.withoutOptions(webhook));
  }

  /**
   * Loads the options of webhooks that are not sendable, a bounded number of each account.
   *
   * @throws SQLException if the query fails
   */
  void load(Connection connection, Collection<Subscription> webhooks) throws SQLException {
    Map<String, Integer> counts = new HashMap<>();
    Map<UUID, Subscription> wanted =
        webhooks.stream()
            .filter(webhook -> !isSendable(webhook) && !isUnreadable(webhook))
            .filter(one -> counts.merge(one.accountId(), 1, Integer::sum) <= MAX_OF_ACCOUNT)
            .collect(Collectors.toMap(Subscription::webhookId, webhook -> webhook, (a, b) -> a));
    if (wanted.isEmpty()) {
      return;
    }
    Set<UUID> missing = new HashSet<>(wanted.keySet());
    OptionsRepository.read(
        connection,
        wanted.keySet(),
        stored -> {
          missing.remove(stored.webhookId());
          keep(wanted.get(stored.webhookId()).accountId(), stored);
        });
    missing.forEach(id -> setUnreadable(id, wanted.get(id).version(), null));
  }

  private void keep(String accountId, EncryptedOptions stored) {
    try {
      cache.put(accountId, stored.webhookId(), CachedOptions.entry(stored, cipher));
    } catch (IllegalStateException e) {
      setUnreadable(stored.webhookId(), stored.version(), e);
    }
  }

  private void setUnreadable(UUID webhookId, long version, IllegalStateException reason) {
    LOG.log(
        Level.SEVERE, "Webhook " + webhookId + " gets nothing: its options can't be read", reason);
    unreadable.put(webhookId, version);
  }

  private boolean isUnreadable(Subscription webhook) {
    return Objects.equals(unreadable.get(webhook.webhookId()), webhook.version());
  }

  /** Notes that a webhook has changed, so that its options are read again. */
  void changed(UUID webhookId) {
    unreadable.remove(webhookId);
  }

  /** Forgets all options, because the database may have forgotten changes. */
  void clear() {
    cache.clear();
    unreadable.clear();
  }
}
