package webhooks.it.api.described;

import com.fasterxml.jackson.databind.node.ObjectNode;
import okhttp3.tls.HeldCertificate;

/** Replaces the texts of a client certificate by a certificate and its key. */
final class ClientTlsBody {
  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder().commonName("described").build();

  private ClientTlsBody() {}

  /** Sets the certificate and its key, and the trusted certificates if there are some. */
  static void complete(ObjectNode object) {
    object.put("certificateChain", CERTIFICATE.certificatePem());
    object.put("privateKey", CERTIFICATE.privateKeyPkcs8Pem());
    if (object.path("trustedCertificates").isTextual()) {
      object.put("trustedCertificates", CERTIFICATE.certificatePem());
    }
  }
}
