package webhooks.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A certificate authority of this run's own, and the servers' certificates it issues. */
final class Authority {
  private final HeldCertificate root =
      new HeldCertificate.Builder()
          .commonName("Webhooks test authority")
          .certificateAuthority(0)
          .build();
  private final Path file;

  Authority() {
    file = write("authority.pem", root.certificatePem());
  }

  /** The authority's certificate, as a PEM file. */
  Path pem() {
    return file;
  }

  /** A context for a server on this host. */
  SSLContext server() {
    return new HandshakeCertificates.Builder()
        .heldCertificate(issue(), root.certificate())
        .build()
        .sslContext();
  }

  /** A context for a client that trusts this authority alone. */
  SSLContext client() {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(root.certificate())
        .build()
        .sslContext();
  }

  /** Writes a server's certificate and key as one PEM file each; returns their directory. */
  Path serverFiles() {
    HeldCertificate held = issue();
    Path certificate = write("server.pem", held.certificatePem());
    Path key = certificate.resolveSibling("server.key");
    try {
      Files.writeString(key, held.privateKeyPkcs8Pem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return certificate.getParent();
  }

  private HeldCertificate issue() {
    return new HeldCertificate.Builder()
        .commonName("localhost")
        .addSubjectAlternativeName("localhost")
        .addSubjectAlternativeName("127.0.0.1")
        .signedBy(root)
        .build();
  }

  private static Path write(String name, String text) {
    try {
      return Files.writeString(Places.freshDirectory("tls").resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
