package webhooks.delivery.send;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.option.header.RequestHeader;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.subscription.PreviousSecret;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;

/**
 * Keeps the decrypted URLs and signers of recently used webhooks in memory, so that an attempt need
 * not decrypt them.
 *
 * <p>An entry is used for at most five seconds. It is not used any more once the webhook has
 * changed or its former secret has ended. Adding an entry removes the oldest entries that have
 * ended, and also the oldest valid one if there are {@value #MAX_WEBHOOKS}. Safe for several
 * threads.
 */
final class DecryptedWebhooks {
  private static final Duration MAX_AGE = Duration.ofSeconds(5);
  private static final int MAX_WEBHOOKS = 4000;

  private final SecretCipher cipher;

  /** The entries by webhook, the oldest first. */
  private final Map<UUID, Entry> entries = new LinkedHashMap<>();

  /**
   * Holds the decrypted values that an attempt to a webhook needs.
   *
   * @param url the URL of the receiver
   * @param signatures makes the signatures with the valid secrets and the signing key
   * @param headers the headers that each request has because of options
   * @param mask hides the secrets of these headers
   */
  record DecryptedWebhook(
      CallbackUrl url, Signatures signatures, List<RequestHeader> headers, SecretMask mask) {
    static DecryptedWebhook of(SendableWebhook webhook, SecretCipher cipher, Instant now) {
      Subscription stored = webhook.subscription();
      CallbackUrl url = stored.callbackUrl(cipher);
      List<RequestHeader> headers = webhook.options().requestHeaders(url.origin());
      return new DecryptedWebhook(
          url, Signatures.of(webhook, cipher, now), headers, SecretMask.of(headers));
    }

    /** Returns these values with one more header. */
    DecryptedWebhook with(RequestHeader added) {
      List<RequestHeader> all = Stream.concat(headers.stream(), Stream.of(added)).toList();
      return new DecryptedWebhook(url, signatures, all, SecretMask.of(all));
    }
  }

  private record Entry(long version, Instant end, DecryptedWebhook webhook) {}

  /** Creates an empty store. */
  DecryptedWebhooks(SecretCipher cipher) {
    this.cipher = cipher;
  }

  /** Returns the values that an attempt to the webhook needs now. */
  DecryptedWebhook of(SendableWebhook sendable, Instant now) {
    Subscription webhook = sendable.subscription();
    synchronized (this) {
      Entry entry = entries.get(webhook.webhookId());
      if (entry != null && entry.version() == webhook.version() && now.isBefore(entry.end())) {
        return entry.webhook();
      }
    }
    DecryptedWebhook decrypted = DecryptedWebhook.of(sendable, cipher, now);
    put(webhook.webhookId(), new Entry(webhook.version(), end(webhook, now), decrypted), now);
    return decrypted;
  }

  private static Instant end(Subscription webhook, Instant now) {
    Instant end = now.plus(MAX_AGE);
    return webhook
        .previousSecret()
        .map(PreviousSecret::validUntil)
        .filter(until -> now.isBefore(until) && until.isBefore(end))
        .orElse(end);
  }

  private synchronized void put(UUID webhookId, Entry entry, Instant now) {
    entries.remove(webhookId);
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext()
        && (!now.isBefore(oldest.next().end()) || entries.size() >= MAX_WEBHOOKS)) {
      oldest.remove();
    }
    entries.put(webhookId, entry);
  }

  /** Returns the number of webhooks in memory. */
  synchronized int size() {
    return entries.size();
  }
}
