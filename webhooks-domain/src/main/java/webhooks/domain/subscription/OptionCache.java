package webhooks.domain.subscription;

import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.secret.SecretCipher;

/**
 * Keeps the options of the webhooks that were used last, up to a number of bytes: one account may
 * have thousands of webhooks with large options. An account has at most a quarter of the bytes, so
 * that it does not evict the options of others. Safe for several threads.
 *
 * <p>The options stay encrypted, so that a memory dump does not list all secrets. Decrypted ones
 * are shared while an attempt uses them.
 */
final class OptionCache {
  /** About the bytes that an entry needs beside its content. */
  private static final int ENTRY_BYTES = 512;

  private final SecretCipher cipher;
  private final long maxBytes;

  /** The accounts with entries, the longest unused first. */
  private final Map<String, Account> accounts = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  private static final class Entry {
    private final EncryptedOptions stored;

    /** Guarded by the cache. */
    private WeakReference<WebhookOptions> decrypted;

    Entry(EncryptedOptions stored, WebhookOptions decrypted) {
      this.stored = stored;
      this.decrypted = new WeakReference<>(decrypted);
    }

    int size() {
      return stored.content().length + ENTRY_BYTES;
    }

    WebhookOptions options(SecretCipher cipher) {
      WebhookOptions options = decrypted.get();
      if (options == null) {
        options = stored.decrypt(cipher);
        decrypted = new WeakReference<>(options);
      }
      return options;
    }
  }

  /** The entries of one account. */
  private static final class Account {
    /** The entries by webhook, the longest unused first. */
    private final Map<UUID, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    /** Returns the number of freed bytes; negative if the entry needs more than it freed. */
    long put(UUID webhookId, Entry added) {
      Entry former = entries.put(webhookId, added);
      long freed = (former == null ? 0 : former.size()) - added.size();
      bytes -= freed;
      return freed;
    }

    long removeOldest() {
      Iterator<Entry> oldest = entries.values().iterator();
      long freed = oldest.next().size();
      oldest.remove();
      bytes -= freed;
      return freed;
    }
  }

  /**
   * Creates an empty cache.
   *
   * @param maxBytes more than four times the size of the largest options
   */
  OptionCache(SecretCipher cipher, long maxBytes) {
    this.cipher = cipher;
    this.maxBytes = maxBytes;
  }

  private Optional<Entry> entry(Subscription webhook) {
    return Optional.ofNullable(accounts.get(webhook.accountId()))
        .map(account -> account.entries.get(webhook.webhookId()))
        .filter(entry -> entry.stored.version() == webhook.version());
  }

  /** Returns whether the options of a version of a webhook are in the cache. */
  synchronized boolean has(Subscription webhook) {
    return entry(webhook).isPresent();
  }

  /** Returns the options of a version of a webhook, if they are in the cache. */
  synchronized Optional<WebhookOptions> find(Subscription webhook) {
    return entry(webhook).map(entry -> entry.options(cipher));
  }

  /**
   * Adds the options of a version of a webhook. Evicts options that were not used for the longest
   * time.
   *
   * @throws IllegalStateException if they can't be decrypted, or a later version of the product has
   *     stored them; they are not in the cache then
   */
  void put(String accountId, EncryptedOptions stored) {
    WebhookOptions options = stored.decrypt(cipher);
    put(accountId, stored.webhookId(), new Entry(stored, options));
  }

  private synchronized void put(String accountId, UUID webhookId, Entry added) {
    Account account = accounts.computeIfAbsent(accountId, id -> new Account());
    bytes -= account.put(webhookId, added);
    while (account.bytes > maxBytes / 4) {
      bytes -= account.removeOldest();
    }
    while (bytes > maxBytes) {
      removeOldest();
    }
  }

  private void removeOldest() {
    Iterator<Account> oldest = accounts.values().iterator();
    Account account = oldest.next();
    bytes -= account.removeOldest();
    if (account.entries.isEmpty()) {
      oldest.remove();
    }
  }

  /** Removes all options. */
  synchronized void clear() {
    accounts.clear();
    bytes = 0;
  }
}
