package webhooks.domain.option.signature;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import webhooks.domain.option.value.OptionValue;

/**
 * A pair of Ed25519 keys (RFC 8032). Bouncy Castle signs, because Java 17 takes many times as long.
 *
 * @param privateKey the 32 bytes of the private key in base64, never shown
 * @param publicKey the key that verifies
 */
public record SigningKey(String privateKey, VerificationKey publicKey) {
  private static final String PRIVATE = "private";
  private static final String PUBLIC = "public";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Returns a new random key. */
  public static SigningKey generate() {
    byte[] secret = new byte[Ed25519.SECRET_KEY_SIZE];
    RANDOM.nextBytes(secret);
    return of(secret);
  }

  /** Returns the pair of a private key of 32 bytes. */
  public static SigningKey of(byte[] secret) {
    byte[] verifies = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(secret, 0, verifies, 0);
    Base64.Encoder base64 = Base64.getEncoder();
    return new SigningKey(
        base64.encodeToString(secret), new VerificationKey(base64.encodeToString(verifies)));
  }

  /** Reads a stored key; empty if it has another length, or is no base64. */
  static Optional<SigningKey> read(OptionValue value) {
    Optional<String> secret = key(value, PRIVATE);
    return key(value, PUBLIC)
        .flatMap(text -> secret.map(one -> new SigningKey(one, new VerificationKey(text))));
  }

  /** Reads a stored public key. */
  static Optional<VerificationKey> readPublic(OptionValue value) {
    return key(value, PUBLIC).map(VerificationKey::new);
  }

  private static Optional<String> key(OptionValue value, String name) {
    return value.member(name).flatMap(OptionValue::text).filter(SigningKey::isKey);
  }

  private static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text).length == Ed25519.SECRET_KEY_SIZE;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the signature of a message, 64 bytes. */
  public byte[] sign(byte[] message) {
    byte[] secret = Base64.getDecoder().decode(privateKey);
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(secret, 0, publicKey.bytes(), 0, message, 0, message.length, signature, 0);
    return signature;
  }

  Map<String, Object> stored() {
    Map<String, Object> json = stored(publicKey);
    json.put(PRIVATE, privateKey);
    return json;
  }

  static Map<String, Object> stored(VerificationKey key) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(PUBLIC, key.base64());
    return json;
  }

  /** Returns a description without the private key. */
  @Override
  public String toString() {
    return "SigningKey[" + publicKey.text() + "]";
  }
}
