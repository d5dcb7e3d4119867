package webhooks.delivery.send.connect;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.option.tls.ClientTls;
import webhooks.domain.subscription.Subscription;

/**
 * The client certificate of one version of a webhook, and the TLS of the connections that show it.
 *
 * <p>It is part of the route, so a connection serves only requests of this version of this webhook.
 * It has a TLS context of its own, so sessions are resumed only there. Two identities of the same
 * version are equal: the cache may have evicted the first one while its connections are open. Safe
 * for several threads.
 */
public final class ClientIdentity {
  /** A receiver may send a new session with each response. */
  private static final int MAX_SESSIONS = 16;

  private final UUID webhookId;
  private final long version;
  private final X509Certificate certificate;
  private final TlsStrategy tls;

  /**
   * Loads the certificate of a webhook.
   *
   * @param publicTrust checks receivers, unless the webhook trusts its own authorities only
   * @throws ClientCertificateFailure if it can't be loaded
   */
  ClientIdentity(Subscription webhook, ClientTls option, TrustManager[] publicTrust)
      throws ClientCertificateFailure {
    this.webhookId = webhook.webhookId();
    this.version = webhook.version();
    try {
      List<X509Certificate> chain = option.chain();
      List<X509Certificate> authorities = option.authorities();
      this.certificate = chain.get(0);
      SSLContext context =
          TrustedCertificates.context(
              new KeyManager[] {new ClientKeys(chain, option.key())},
              authorities.isEmpty() ? publicTrust : TrustedCertificates.managers(authorities));
      context.getClientSessionContext().setSessionCacheSize(MAX_SESSIONS);
      this.tls = DeadlineTlsStrategy.of(context);
    } catch (RuntimeException e) {
      throw new ClientCertificateFailure(AttemptCause.CLIENT_CERTIFICATE_UNUSABLE, e);
    }
  }

  /** Refuses to use the certificate after its end. */
  void requireValid(Instant now) throws ClientCertificateFailure {
    if (!now.isBefore(certificate.getNotAfter().toInstant())) {
      throw new ClientCertificateFailure(AttemptCause.CLIENT_CERTIFICATE_EXPIRED);
    }
  }

  /**
   * Refuses a connection on which the certificate was not shown: the receiver did not ask for one,
   * or only for one with another kind of key.
   */
  void requireUsed(SSLSession session) throws ClientCertificateFailure {
    Certificate[] shown = session.getLocalCertificates();
    if (shown == null || shown.length == 0 || !certificate.equals(shown[0])) {
      throw new ClientCertificateFailure(AttemptCause.CLIENT_CERTIFICATE_NOT_USED);
    }
  }

  /** Returns what secures the connections. */
  TlsStrategy tls() {
    return tls;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClientIdentity identity
        && webhookId.equals(identity.webhookId)
        && version == identity.version;
  }

  @Override
  public int hashCode() {
    return Objects.hash(webhookId, version);
  }

  /** Returns the webhook and its version. */
  @Override
  public String toString() {
    return "ClientIdentity[" + webhookId + ", " + version + "]";
  }
}
