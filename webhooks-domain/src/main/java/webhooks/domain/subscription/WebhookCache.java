package webhooks.domain.subscription;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps a value for each of the webhooks that were used last, up to a number of bytes: one account
 * may have thousands of webhooks with large values. An account has at most a quarter of the bytes,
 * so that it does not evict the values of others. Safe for several threads.
 */
public final class WebhookCache<V> {
  private final long maxBytes;

  /** The accounts with entries, the longest unused first. */
  private final Map<String, Account<V>> accounts = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  /**
   * A value for a version of a webhook.
   *
   * @param size about how many bytes it needs
   */
  record Entry<V>(long version, V value, int size) {}

  /** The entries of one account. */
  private static final class Account<V> {
    /** The entries by webhook, the longest unused first. */
    private final Map<UUID, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    /** Returns the number of freed bytes; negative if the entry needs more than it freed. */
    long put(UUID webhookId, Entry<V> added) {
      Entry<V> former = entries.put(webhookId, added);
      long freed = (former == null ? 0 : former.size()) - added.size();
      bytes -= freed;
      return freed;
    }

    long removeOldest() {
      Iterator<Entry<V>> oldest = entries.values().iterator();
      long freed = oldest.next().size();
      oldest.remove();
      bytes -= freed;
      return freed;
    }

    long remove(UUID webhookId) {
      long freed = entries.remove(webhookId).size();
      bytes -= freed;
      return freed;
    }
  }

  /**
   * Creates an empty cache.
   *
   * @param maxBytes more than four times the size of the largest value
   */
  public WebhookCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Returns the value for a version of a webhook, if it is in the cache. */
  public synchronized Optional<V> find(Subscription webhook) {
    return Optional.ofNullable(accounts.get(webhook.accountId()))
        .map(account -> account.entries.get(webhook.webhookId()))
        .filter(entry -> entry.version() == webhook.version())
        .map(Entry::value);
  }

  /**
   * Adds the value for a version of a webhook. Evicts values that were not used for the longest
   * time.
   */
  public void put(Subscription webhook, V value, int size) {
    put(webhook.accountId(), webhook.webhookId(), new Entry<>(webhook.version(), value, size));
  }

  /** Adds a value like {@link #put(Subscription, Object, int)}, for any version of a webhook. */
  synchronized void put(String accountId, UUID webhookId, Entry<V> added) {
    Account<V> account = accounts.computeIfAbsent(accountId, id -> new Account<>());
    bytes -= account.put(webhookId, added);
    while (account.bytes > maxBytes / 4) {
      bytes -= account.removeOldest();
    }
    while (bytes > maxBytes) {
      removeOldest();
    }
  }

  private void removeOldest() {
    Iterator<Account<V>> oldest = accounts.values().iterator();
    Account<V> account = oldest.next();
    bytes -= account.removeOldest();
    if (account.entries.isEmpty()) {
      oldest.remove();
    }
  }

  /** Removes the value for a version of a webhook, if this is the one in the cache. */
  public synchronized void remove(Subscription webhook, V value) {
    if (find(webhook).filter(value::equals).isPresent()) {
      Account<V> account = accounts.get(webhook.accountId());
      bytes -= account.remove(webhook.webhookId());
      if (account.entries.isEmpty()) {
        accounts.remove(webhook.accountId());
      }
    }
  }

  /** Removes all values. */
  synchronized void clear() {
    accounts.clear();
    bytes = 0;
  }
}
