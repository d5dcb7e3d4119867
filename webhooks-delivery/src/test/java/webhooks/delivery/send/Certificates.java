package webhooks.delivery.send;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** An authority that senders under test trust, and certificates that receivers show. */
final class Certificates {
  static final String HOST = "hook.example";

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  private Certificates() {}

  /** Writes the authority as a PEM file and returns it. */
  static Path trusted(Path directory) throws IOException {
    return Files.writeString(directory.resolve("authority.pem"), AUTHORITY.certificatePem());
  }

  /** Returns the identity of a receiver with this host name, of an authority that is trusted. */
  static SSLContext of(String host) {
    return context(builder(host).signedBy(AUTHORITY).build());
  }

  static SSLContext selfSigned() {
    return context(builder(HOST).build());
  }

  static SSLContext expired() {
    long now = System.currentTimeMillis();
    return context(
        builder(HOST)
            .signedBy(AUTHORITY)
            .validityInterval(now - TimeUnit.DAYS.toMillis(2), now - TimeUnit.DAYS.toMillis(1))
            .build());
  }

  private static HeldCertificate.Builder builder(String host) {
    return new HeldCertificate.Builder().addSubjectAlternativeName(host);
  }

  private static SSLContext context(HeldCertificate certificate) {
    return new HandshakeCertificates.Builder().heldCertificate(certificate).build().sslContext();
  }
}
