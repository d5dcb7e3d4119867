package webhooks.delivery.send.connect;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import webhooks.domain.option.tls.VerificationCost;

/**
 * Refuses a receiver that sends too many certificates, or one with a key whose signatures take long
 * to verify, before Java searches for their authority.
 *
 * <p>The search tries each certificate as the issuer of each other one, on a thread that many
 * connections share: ten certificates of two names that issue each other cost up to a third of a
 * second. Usual receivers send two to four certificates.
 */
final class ChainLimit extends X509ExtendedTrustManager {
  /** The maximum number of certificates, including the receiver's own one. */
  static final int MAX = 6;

  private final X509ExtendedTrustManager delegate;

  /** Limits the certificates that this trust manager checks. */
  ChainLimit(X509ExtendedTrustManager delegate) {
    this.delegate = delegate;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    refuseCostly(chain);
    delegate.checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    refuseCostly(chain);
    delegate.checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    refuseCostly(chain);
    delegate.checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    refuseCostly(chain);
    delegate.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    refuseCostly(chain);
    delegate.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    refuseCostly(chain);
    delegate.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return delegate.getAcceptedIssuers();
  }

  /**
   * Fails as Java does when it finds no path to an authority, or forbids the algorithm of a key.
   */
  private static void refuseCostly(X509Certificate[] chain) throws CertificateException {
    if (chain.length > MAX) {
      throw new CertificateException(
          new CertPathBuilderException("There are more than " + MAX + " certificates"));
    }
    for (X509Certificate certificate : chain) {
      if (!VerificationCost.isCheap(certificate.getPublicKey())) {
        throw new CertificateException(
            new CertPathValidatorException(
                "A key is too large", null, null, -1, BasicReason.ALGORITHM_CONSTRAINED));
      }
    }
  }
}
