package webhooks.domain.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key for HMAC-SHA-256 that is derived from an encryption key by HKDF (RFC 5869), without a salt.
 * Keys for different purposes are independent of each other, and none of them decrypts.
 */
final class DerivedKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final byte[] key;

  private DerivedKey(byte[] key) {
    this.key = key;
  }

  /**
   * Derives a key.
   *
   * @param information names the purpose
   */
  static DerivedKey of(SecretKey from, String information) {
    byte[] extracted = hmac(new byte[KEY_BYTES], from.getEncoded());
    return new DerivedKey(
        hmac(extracted, (information + "\u0001").getBytes(StandardCharsets.UTF_8)));
  }

  byte[] hmac(byte[] data) {
    return hmac(key, data);
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is not available", e);
    }
  }
}
