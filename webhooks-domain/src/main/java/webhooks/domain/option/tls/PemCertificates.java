package webhooks.domain.option.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import webhooks.domain.option.value.OptionValue;

/** Reads and writes certificates as PEM. */
final class PemCertificates {
  /** The maximum number of certificates in a value. */
  static final int MAX = 10;

  /** The maximum length of a value, in characters. */
  static final int MAX_LENGTH = 16 * 1024;

  private static final String CERTIFICATE = "CERTIFICATE";

  private PemCertificates() {}

  /** Reads one or more certificates. If the value is invalid, its faults say why. */
  static Optional<List<X509Certificate>> read(OptionValue value) {
    Optional<String> text = value.text();
    if (text.filter(given -> given.length() > MAX_LENGTH).isPresent()) {
      value.exceeds("has more than " + MAX_LENGTH + " characters");
      return Optional.empty();
    }
    return text.flatMap(given -> read(given, value));
  }

  private static Optional<List<X509Certificate>> read(String text, OptionValue value) {
    Optional<List<Pem>> blocks =
        Pem.blocks(text)
            .filter(all -> all.stream().allMatch(block -> block.label().equals(CERTIFICATE)));
    if (blocks.filter(all -> all.size() > MAX).isPresent()) {
      value.exceeds("has more than " + MAX + " certificates");
      return Optional.empty();
    }
    Optional<List<X509Certificate>> certificates = blocks.flatMap(PemCertificates::decode);
    if (certificates.isEmpty()) {
      value.invalid("must be certificates in PEM, and nothing else");
    }
    // Before anything verifies a signature with these keys.
    if (certificates.filter(all -> !all.stream().allMatch(PemCertificates::isCheap)).isPresent()) {
      value.invalid(VerificationCost.RULE);
      return Optional.empty();
    }
    return certificates;
  }

  private static boolean isCheap(X509Certificate certificate) {
    return VerificationCost.isCheap(certificate.getPublicKey());
  }

  private static Optional<List<X509Certificate>> decode(List<Pem> blocks) {
    try {
      List<X509Certificate> certificates = new ArrayList<>();
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Pem block : blocks) {
        certificates.add(
            (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(block.content())));
      }
      return Optional.of(certificates);
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads certificates that {@link #text} has written.
   *
   * @throws IllegalStateException if they can't be read
   */
  static List<X509Certificate> parse(String text) {
    return Pem.blocks(text)
        .flatMap(PemCertificates::decode)
        .orElseThrow(() -> new IllegalStateException("A stored certificate can't be read"));
  }

  /** Returns certificates as PEM. */
  static String text(List<X509Certificate> certificates) {
    return certificates.stream()
        .map(certificate -> new Pem(CERTIFICATE, encoded(certificate)).text())
        .collect(Collectors.joining());
  }

  /** Returns the certificate as DER. */
  static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate can't be encoded", e);
    }
  }
}
