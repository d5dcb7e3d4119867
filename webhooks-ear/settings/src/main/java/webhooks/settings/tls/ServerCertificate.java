package webhooks.settings.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The certificate of a TLS listener and its key, in two PEM files.
 *
 * @param settings the beginning of the names of the two settings, such as {@code webhooks.https}
 * @param certificate {@code ….certificate}: the certificate first, then its chain
 * @param key {@code ….key}: PKCS 8
 */
public record ServerCertificate(String settings, Path certificate, Path key) {
  /** The name of the entry in key stores. */
  public static final String ALIAS = "webhooks";

  /** The algorithms of keys, and for each an algorithm of its signatures. */
  private static final Map<String, String> SIGNATURES =
      new TreeMap<>(Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA"));

  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  /**
   * Reads the two settings. Returns an empty result if none is given.
   *
   * @throws InvalidSetting if only one is given
   */
  public static Optional<ServerCertificate> read(SettingReader reader, String settings) {
    Optional<Path> certificate = reader.path(settings + ".certificate");
    Optional<Path> key = reader.path(settings + ".key");
    if (certificate.isPresent() != key.isPresent()) {
      throw new InvalidSetting(
          settings + (certificate.isPresent() ? ".key" : ".certificate"),
          "must be set too: a certificate needs its key");
    }
    return certificate.map(
        file -> new ServerCertificate(settings, file.toAbsolutePath(), key.get().toAbsolutePath()));
  }

  /**
   * Writes a PKCS 12 key store with the content of the two files.
   *
   * @throws InvalidSetting if the files have another content than a certificate and its key
   */
  public void write(Path file, char[] password) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      keyStore(ALIAS, password).store(out, password);
    } catch (GeneralSecurityException e) {
      throw noPair();
    }
  }

  /**
   * Checks that the two files have a certificate and its key, and that the certificate is valid
   * now. Returns when its validity ends.
   *
   * @throws InvalidSetting if one of these checks fails
   */
  public Instant check() {
    try {
      refuseIfNoPair(readKey(), readChain()[0]);
      X509Certificate first = (X509Certificate) readChain()[0];
      first.checkValidity();
      return first.getNotAfter().toInstant();
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw new InvalidSetting(settings + ".certificate", "must be valid now: replace the file");
    } catch (GeneralSecurityException e) {
      throw noPair();
    }
  }

  /** Returns a key store with the present content of the two files, under this alias. */
  KeyStore keyStore(String alias, char[] password) throws IOException {
    try {
      PrivateKey privateKey = readKey();
      Certificate[] chain = readChain();
      refuseIfNoPair(privateKey, chain[0]);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry(alias, privateKey, password, chain);
      return store;
    } catch (GeneralSecurityException e) {
      throw noPair();
    }
  }

  private InvalidSetting noPair() {
    return new InvalidSetting(settings + ".key", "must be the key of the certificate");
  }

  /** Checks that the certificate verifies what the key signs; the store would take any two. */
  private static void refuseIfNoPair(PrivateKey key, Certificate certificate)
      throws GeneralSecurityException {
    byte[] text = ALIAS.getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(text);
    if (!signature.verify(signed)) {
      throw new SignatureException("The certificate has another key");
    }
  }

  private Certificate[] readChain() {
    try (InputStream in = Files.newInputStream(certificate)) {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(Certificate[]::new);
      if (chain.length > 0) {
        return chain;
      }
    } catch (IOException | GeneralSecurityException e) {
      // Reported below, like an empty file.
    }
    throw new InvalidSetting(settings + ".certificate", "must be a PEM file with a certificate");
  }

  private PrivateKey readKey() throws GeneralSecurityException {
    try {
      Matcher matcher = PKCS8.matcher(Files.readString(key, StandardCharsets.ISO_8859_1));
      if (matcher.find()) {
        return key(Base64.getMimeDecoder().decode(matcher.group(1)));
      }
    } catch (IOException | IllegalArgumentException e) {
      // Reported below, like a file of another format.
    }
    throw new InvalidSetting(settings + ".key", "must be a PEM file with a PRIVATE KEY (PKCS 8)");
  }

  private PrivateKey key(byte[] encoded) throws GeneralSecurityException {
    for (String algorithm : SIGNATURES.keySet()) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // The key is of another algorithm: try the next one.
      }
    }
    throw new InvalidSetting(settings + ".key", "must be a key of " + SIGNATURES.keySet());
  }
}
