package webhooks.domain.subscription;

import java.lang.ref.WeakReference;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.subscription.WebhookCache.Entry;

/**
 * The options of a webhook in memory. Safe for several threads.
 *
 * <p>They stay encrypted, so that a memory dump does not list all secrets. Decrypted ones are
 * shared while an attempt uses them.
 */
final class CachedOptions {
  /** About the bytes that an entry needs beside its content. */
  private static final int ENTRY_BYTES = 512;

  private final EncryptedOptions stored;
  private WeakReference<WebhookOptions> decrypted;

  private CachedOptions(EncryptedOptions stored, WebhookOptions decrypted) {
    this.stored = stored;
    this.decrypted = new WeakReference<>(decrypted);
  }

  /**
   * Returns stored options as an entry of the cache.
   *
   * @throws IllegalStateException if they can't be decrypted, or a later version of the product has
   *     stored them
   */
  static Entry<CachedOptions> entry(EncryptedOptions stored, SecretCipher cipher) {
    return new Entry<>(
        stored.version(),
        new CachedOptions(stored, stored.decrypt(cipher)),
        stored.content().length + ENTRY_BYTES);
  }

  /** Returns the decrypted options. */
  synchronized WebhookOptions options(SecretCipher cipher) {
    WebhookOptions options = decrypted.get();
    if (options == null) {
      options = stored.decrypt(cipher);
      decrypted = new WeakReference<>(options);
    }
    return options;
  }
}
