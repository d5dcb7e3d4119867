package webhooks.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import webhooks.bench.receiver.SignatureSample;

/** Encrypts columns of webhooks as the product does it, with the key of an installation. */
public final class ColumnCipher {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final String keyId;

  /** Takes the encryption key of an installation. */
  public ColumnCipher(Installation installation) {
    byte[] bytes =
        Base64.getDecoder()
            .decode(installation.environment().product().setting("webhooks.encryption.key"));
    key = new SecretKeySpec(bytes, "AES");
    keyId = HexFormat.of().formatHex(digest(bytes), 0, 8);
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the id of the key, which each row with encrypted columns has. */
  public String keyId() {
    return keyId;
  }

  /** Returns the signing secret of each webhook of the harness, encrypted. */
  public String secret(UUID webhook) {
    return encrypt(webhook, "secret", SignatureSample.SECRET);
  }

  /** Returns the nonce and the encrypted text in hexadecimal digits. */
  public String encrypt(UUID webhook, String column, String text) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD((webhook + "/" + column).getBytes(StandardCharsets.UTF_8));
      byte[] encrypted = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of()
          .formatHex(
              ByteBuffer.allocate(NONCE + encrypted.length).put(nonce).put(encrypted).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
