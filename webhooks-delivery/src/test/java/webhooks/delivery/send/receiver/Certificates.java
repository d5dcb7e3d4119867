package webhooks.delivery.send.receiver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
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

  private static final HeldCertificate AUTHORITY = authority().build();

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

  /**
   * Returns a trusted identity with so many certificates, of which each has issued the one before.
   */
  public static SSLContext chain(int count) {
    Deque<X509Certificate> issuers = new ArrayDeque<>();
    HeldCertificate issuer = AUTHORITY;
    while (issuers.size() < count - 1) {
      issuer = authority().signedBy(issuer).build();
      issuers.addFirst(issuer.certificate());
    }
    return new HandshakeCertificates.Builder()
        .heldCertificate(
            builder(HOST).signedBy(issuer).build(), issuers.toArray(X509Certificate[]::new))
        .build()
        .sslContext();
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

  /** Returns an identity that checks the client certificates of an authority. */
  public static SSLContext checking(X509Certificate clients) {
    return checking(clients, builder(HOST).signedBy(AUTHORITY).build());
  }

  /** Returns such an identity with a certificate of the receiver's own. */
  public static SSLContext checking(X509Certificate clients, HeldCertificate receiver) {
    return new HandshakeCertificates.Builder()
        .heldCertificate(receiver)
        .addTrustedCertificate(clients)
        .build()
        .sslContext();
  }

  private static HeldCertificate.Builder authority() {
    return new HeldCertificate.Builder().certificateAuthority(9);
  }

  private static HeldCertificate.Builder builder(String host) {
    return new HeldCertificate.Builder().addSubjectAlternativeName(host);
  }

  private static SSLContext context(HeldCertificate certificate) {
    return new HandshakeCertificates.Builder().heldCertificate(certificate).build().sslContext();
  }
}
