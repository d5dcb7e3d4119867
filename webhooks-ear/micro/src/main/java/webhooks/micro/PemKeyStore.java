package webhooks.micro;

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
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import webhooks.settings.InvalidSetting;

/** Converts a certificate and its key from PEM files to a PKCS 12 key store. */
final class PemKeyStore {
  static final String ALIAS = "webhooks";

  /** The algorithms of keys, and for each an algorithm of its signatures. */
  private static final Map<String, String> SIGNATURES =
      new TreeMap<>(Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA"));

  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private PemKeyStore() {}

  static void write(HttpsSettings https, Path file, char[] password) throws IOException {
    try {
      PrivateKey key = key(https.key());
      Certificate[] chain = chain(https.certificate());
      refuseIfNoPair(key, chain[0]);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry(ALIAS, key, password, chain);
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, password);
      }
    } catch (GeneralSecurityException e) {
      throw new InvalidSetting(HttpsSettings.KEY, "must be the key of the certificate");
    }
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

  private static Certificate[] chain(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
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
    throw new InvalidSetting(HttpsSettings.CERTIFICATE, "must be a PEM file with a certificate");
  }

  private static PrivateKey key(Path file) throws GeneralSecurityException {
    try {
      Matcher matcher = PKCS8.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      if (matcher.find()) {
        return key(Base64.getMimeDecoder().decode(matcher.group(1)));
      }
    } catch (IOException | IllegalArgumentException e) {
      // Reported below, like a file of another format.
    }
    throw new InvalidSetting(HttpsSettings.KEY, "must be a PEM file with a PRIVATE KEY (PKCS 8)");
  }

  private static PrivateKey key(byte[] encoded) throws GeneralSecurityException {
    for (String algorithm : SIGNATURES.keySet()) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // The key is of another algorithm: try the next one.
      }
    }
    throw new InvalidSetting(HttpsSettings.KEY, "must be a key of " + SIGNATURES.keySet());
  }
}
