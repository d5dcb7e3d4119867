package webhooks.delivery.send.connect;

import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import webhooks.domain.address.Origin;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.option.tls.ClientTls;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.WebhookCache;

/**
 * The client certificates of the webhooks that were used last, up to a number of bytes that
 * accounts share. An attempt loads a certificate that is not there. Safe for several threads.
 */
public final class ClientIdentities {
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  /** About the bytes of a TLS context and its sessions. */
  private static final int CONTEXT_BYTES = 12 * 1024;

  private final TrustManager[] publicTrust;
  private final WebhookCache<ClientIdentity> known = new WebhookCache<>(MAX_BYTES);

  /** Creates an empty cache. */
  ClientIdentities(TrustManager[] publicTrust) {
    this.publicTrust = publicTrust.clone();
  }

  /**
   * Returns the certificate that an attempt must show; empty if the webhook needs none.
   *
   * @param receiver the present origin of the callback URL
   * @throws ClientCertificateFailure if nothing may be sent, because the certificate belongs to
   *     another receiver, has ended or can't be loaded
   */
  public Optional<ClientIdentity> of(SendableWebhook webhook, Origin receiver, Instant now)
      throws ClientCertificateFailure {
    Optional<ClientTls> option = webhook.options().tls();
    if (option.isEmpty()) {
      return Optional.empty();
    }
    if (!option.get().isBoundTo(receiver)) {
      throw new ClientCertificateFailure(AttemptCause.NOT_BOUND);
    }
    Optional<ClientIdentity> present = known.find(webhook.subscription());
    ClientIdentity identity = present.isPresent() ? present.get() : load(webhook, option.get());
    identity.requireValid(now);
    return Optional.of(identity);
  }

  private ClientIdentity load(SendableWebhook webhook, ClientTls option)
      throws ClientCertificateFailure {
    ClientIdentity loaded = new ClientIdentity(webhook.subscription(), option, publicTrust);
    known.put(webhook.subscription(), loaded, CONTEXT_BYTES + option.size());
    return loaded;
  }
}
