package webhooks.domain.secret;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import webhooks.settings.InvalidSetting;

/**
 * A key that encrypts the stored secrets.
 *
 * @param id identifies the key without revealing it: the first 16 hex digits of its SHA-256
 */
record EncryptionKey(String id, SecretKey secretKey) {
  static final int LENGTH_IN_BYTES = 32;

  /**
   * Decodes a key.
   *
   * @param setting the name of the setting that contains the key; an error names it
   * @throws InvalidSetting if the text is not the base64 of 32 bytes
   */
  static EncryptionKey of(String setting, String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (bytes.length == LENGTH_IN_BYTES) {
        return new EncryptionKey(idOf(bytes), new SecretKeySpec(bytes, "AES"));
      }
    } catch (IllegalArgumentException e) {
      // The exception is dropped, because its message can show a part of the key.
    }
    throw new InvalidSetting(setting, "must be the base64 of 32 bytes (openssl rand -base64 32)");
  }

  private static String idOf(byte[] key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a description without the key. */
  @Override
  public String toString() {
    return "EncryptionKey[" + id + "]";
  }
}
