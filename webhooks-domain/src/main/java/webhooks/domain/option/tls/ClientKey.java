package webhooks.domain.option.tls;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.option.value.OptionValue;

/**
 * The rules of the private key of a client certificate.
 *
 * <p>A receiver has the key sign in each handshake, on a thread that many connections share. So the
 * size of keys and of their parts is bounded.
 */
final class ClientKey {
  /** The maximum length of a key in PEM, in characters. */
  static final int MAX_LENGTH = 8 * 1024;

  /** The rule of {@link #isAllowed}. */
  static final String RULE =
      "must have an RSA key of 2048 to 4096 bits, or an EC key on P-256, P-384 or P-521";

  private static final String PRIVATE_KEY = "PRIVATE KEY";
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 4096;

  /** P-256, P-384 and P-521. */
  private static final Set<String> CURVES =
      Set.of("1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35");

  /** The algorithms of keys, and for each an algorithm of its signatures. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  private static final byte[] SIGNED = "webhooks".getBytes(StandardCharsets.US_ASCII);

  private ClientKey() {}

  /** Returns whether a certificate may have this key. */
  static boolean isAllowed(PublicKey key) {
    if (key instanceof RSAPublicKey rsa && key.getAlgorithm().equals("RSA")) {
      int bits = rsa.getModulus().bitLength();
      return bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS && VerificationCost.isCheap(key);
    }
    return key instanceof ECPublicKey ec && CURVES.contains(curve(ec));
  }

  private static String curve(ECPublicKey key) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(key.getParams());
      return parameters.getParameterSpec(ECGenParameterSpec.class).getName();
    } catch (GeneralSecurityException e) {
      return "unknown";
    }
  }

  /**
   * Reads the private key that belongs to a public key: PKCS 8, or the older forms PKCS 1 and SEC
   * 1.
   *
   * @return the key as PKCS 8 in PEM; if it is empty, the faults of the value say why
   */
  static Optional<String> read(OptionValue value, PublicKey publicKey) {
    Optional<String> text = value.text();
    if (text.filter(given -> given.length() > MAX_LENGTH).isPresent()) {
      value.exceeds("has more than " + MAX_LENGTH + " characters");
      return Optional.empty();
    }
    if (text.filter(given -> given.contains("ENCRYPTED")).isPresent()) {
      value.invalid("must not be encrypted: use the output of 'openssl pkey -in key.pem'");
      return Optional.empty();
    }
    Optional<String> key =
        text.flatMap(ClientKey::block)
            .flatMap(block -> decode(block, publicKey))
            .filter(read -> isPair(read, publicKey))
            .map(ClientKey::text);
    if (text.isPresent() && key.isEmpty()) {
      value.invalid(
          "must be the private key of the first certificate in PEM,"
              + " such as the output of 'openssl pkey -in key.pem'");
    }
    return key;
  }

  /** OpenSSL writes the parameters of a curve before the key. */
  private static Optional<Pem> block(String text) {
    List<Pem> keys =
        Pem.blocks(text).orElse(List.of()).stream()
            .filter(block -> !block.label().equals("EC PARAMETERS"))
            .toList();
    return keys.size() == 1 ? Optional.of(keys.get(0)) : Optional.empty();
  }

  private static Optional<PrivateKey> decode(Pem block, PublicKey publicKey) {
    String algorithm = publicKey.getAlgorithm();
    if (block.label().equals(PRIVATE_KEY)) {
      return decode(block.content(), algorithm);
    }
    if (!block.label().equals(algorithm + " " + PRIVATE_KEY)) {
      return Optional.empty();
    }
    byte[] algorithmIdentifier = Der.first(publicKey.getEncoded());
    return decode(
        Der.sequence(Der.ZERO, algorithmIdentifier, Der.octetString(block.content())), algorithm);
  }

  private static Optional<PrivateKey> decode(byte[] pkcs8, String algorithm) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** Returns whether the public key verifies what the private key signs. */
  static boolean isPair(PrivateKey key, PublicKey publicKey) {
    if (!isAllowed(publicKey) || !hasUsualParts(key, publicKey)) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance(SIGNATURES.get(publicKey.getAlgorithm()));
      signature.initSign(key);
      signature.update(SIGNED);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(SIGNED);
      return signature.verify(signed);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Java's providers throw both for numbers that are no key.
      return false;
    }
  }

  /** Returns whether no part of the key makes a signature cost more than usual. */
  private static boolean hasUsualParts(PrivateKey key, PublicKey publicKey) {
    if (key instanceof ECPrivateKey ec && publicKey instanceof ECPublicKey other) {
      BigInteger order = other.getParams().getOrder();
      return ec.getParams().getOrder().equals(order) && ec.getS().compareTo(order) < 0;
    }
    if (key instanceof RSAPrivateCrtKey rsa && publicKey instanceof RSAPublicKey other) {
      int primeBits = (rsa.getModulus().bitLength() + 1) / 2;
      return rsa.getModulus().equals(other.getModulus())
          && rsa.getPrimeP().multiply(rsa.getPrimeQ()).equals(rsa.getModulus())
          && List.of(
                  rsa.getPrimeP(),
                  rsa.getPrimeQ(),
                  rsa.getPrimeExponentP(),
                  rsa.getPrimeExponentQ(),
                  rsa.getCrtCoefficient())
              .stream()
              .allMatch(part -> part.signum() > 0 && part.bitLength() <= primeBits);
    }
    return false;
  }

  /** Returns a private key as PKCS 8 in PEM. */
  static String text(Key key) {
    return new Pem(PRIVATE_KEY, key.getEncoded()).text();
  }

  /**
   * Reads a key that {@link #text} has written.
   *
   * @throws IllegalStateException if it can't be read
   */
  static PrivateKey parse(String text, String algorithm) {
    return Pem.blocks(text)
        .flatMap(blocks -> decode(blocks.get(0).content(), algorithm))
        .orElseThrow(() -> new IllegalStateException("A stored key can't be read"));
  }
}
