package webhooks.it.harness.receiver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import webhooks.it.harness.Places;

/** Issues server certificates with a certificate authority of this run. */
public final class Authority {
  /** The domain of the names that certificates in files hold for too. */
  public static final String DOMAIN = "receivers.example.test";

  private static final long START = System.currentTimeMillis() - TimeUnit.DAYS.toMillis(1);
  private static final long END = START + TimeUnit.DAYS.toMillis(2);

  private final HeldCertificate root =
      new HeldCertificate.Builder()
          .commonName("Webhooks test authority")
          .certificateAuthority(0)
          .validityInterval(START, END)
          .build();
  private final Path file;

  public Authority() {
    file = write(Places.freshDirectory("tls"), "authority.pem", root.certificatePem());
  }

  /** Returns the PEM file of the authority's certificate. */
  public Path pem() {
    return file;
  }

  /** Returns a TLS context for a server on this host with these additional names. */
  public SSLContext server(String... names) {
    HeldCertificate.Builder certificate = onThisHost();
    for (String name : names) {
      certificate.addSubjectAlternativeName(name);
    }
    return context(certificate.signedBy(root).build());
  }

  /** Returns a TLS context for a server on this host that checks clients by an authority. */
  public SSLContext serverChecking(X509Certificate clients) {
    return new HandshakeCertificates.Builder()
        .heldCertificate(onThisHost().signedBy(root).build(), root.certificate())
        .addTrustedCertificate(clients)
        .build()
        .sslContext();
  }

  /** Returns a TLS context for a server on another host. */
  public SSLContext serverElsewhere() {
    return context(
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("elsewhere.example.test")
            .signedBy(root)
            .build());
  }

  /** Returns a TLS context with an expired certificate for a server on this host. */
  public SSLContext expiredServer() {
    long now = System.currentTimeMillis();
    return context(
        onThisHost()
            .validityInterval(now - TimeUnit.DAYS.toMillis(2), now - TimeUnit.DAYS.toMillis(1))
            .signedBy(root)
            .build());
  }

  private SSLContext context(HeldCertificate certificate) {
    return new HandshakeCertificates.Builder()
        .heldCertificate(certificate, root.certificate())
        .build()
        .sslContext();
  }

  /** Returns a TLS context for a client that trusts only this authority. */
  public SSLContext client() {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(root.certificate())
        .build()
        .sslContext();
  }

  /** Writes a server's certificate and key as PEM files and returns their directory. */
  public Path serverFiles() {
    Path directory = Places.freshDirectory("tls");
    renew(directory);
    return directory;
  }

  /** Writes another certificate and its key to these files, and the authority's beside them. */
  public void renew(Path directory) {
    HeldCertificate held =
        onThisHost().addSubjectAlternativeName("*." + DOMAIN).signedBy(root).build();
    write(directory, "server.pem", held.certificatePem());
    writeForOwner(directory, "server.key", held.privateKeyPkcs8Pem());
    write(directory, "ca.pem", root.certificatePem());
  }

  private static HeldCertificate.Builder onThisHost() {
    return new HeldCertificate.Builder()
        .commonName("localhost")
        .validityInterval(START, END)
        .addSubjectAlternativeName("localhost")
        .addSubjectAlternativeName("127.0.0.1");
  }

  /** PostgreSQL refuses a key that others may read. */
  private static void writeForOwner(Path directory, String name, String text) {
    Path file = write(directory, name, text);
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path directory, String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
