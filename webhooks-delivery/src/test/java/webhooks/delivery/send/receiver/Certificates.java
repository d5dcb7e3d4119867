package webhooks.delivery.send.receiver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** An authority that senders under test trust, and certificates that receivers show. */
public final class Certificates {
  /** The host name that receivers have in most tests. */
  public static final String HOST = "hook.example";

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  /** The authority as a PEM file. */
  public static final Path TRUSTED = write(AUTHORITY.certificatePem());

  private static final Map<String, SSLContext> TRUSTED_IDENTITIES = new ConcurrentHashMap<>();

  private Certificates() {}

  private static Path write(String pem) {
    try {
      Path file = Files.createTempFile("authority", ".pem");
      file.toFile().deleteOnExit();
      return Files.writeString(file, pem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a URL of a receiver on this machine that shows a certificate of {@link #HOST}. */
  public static String url(int port, String pathAndQuery) {
    return "https://" + HOST + ":" + port + pathAndQuery;
  }

  /** Returns the identity of a receiver with this host name, signed by the trusted authority. */
  public static SSLContext of(String host) {
    return TRUSTED_IDENTITIES.computeIfAbsent(
        host, name -> context(builder(name).signedBy(AUTHORITY).build()));
  }

  /** Returns the identity of a receiver with an RSA key. */
  public static SSLContext rsa() {
    return context(builder(HOST).rsa2048().signedBy(AUTHORITY).build());
  }

  /** Returns an identity that no authority has signed. */
  public static SSLContext selfSigned() {
    return context(builder(HOST).build());
  }

  /** Returns an identity that was valid until yesterday. */
  public static SSLContext expired() {
    long now = System.currentTimeMillis();
    return context(
        builder(HOST)
            .signedBy(AUTHORITY)
            .validityInterval(now - TimeUnit.DAYS.toMillis(2), now - TimeUnit.DAYS.toMillis(1))
            .build());
  }

  /** Returns an identity that is valid from tomorrow. */
  public static SSLContext ofTomorrow() {
    long now = System.currentTimeMillis();
    return context(
        builder(HOST)
            .signedBy(AUTHORITY)
            .validityInterval(now + TimeUnit.DAYS.toMillis(1), now + TimeUnit.DAYS.toMillis(2))
            .build());
  }

  /** Returns an identity whose certificate names no host. */
  public static SSLContext withoutName() {
    return context(new HeldCertificate.Builder().signedBy(AUTHORITY).build());
  }

  private static HeldCertificate.Builder builder(String host) {
    return new HeldCertificate.Builder().addSubjectAlternativeName(host);
  }

  private static SSLContext context(HeldCertificate certificate) {
    return new HandshakeCertificates.Builder().heldCertificate(certificate).build().sslContext();
  }
}
