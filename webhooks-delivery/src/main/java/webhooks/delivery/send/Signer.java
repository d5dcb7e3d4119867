package webhooks.delivery.send;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs bodies with one secret, whose UTF-8 bytes are the key of HMAC-SHA256 (RFC 2104).
 *
 * <p>Safe for several threads.
 */
public final class Signer {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** Has the key and no data. To copy it costs less than to initialize another one. */
  private final Mac keyed;

  /** Creates a signer for the secret of a webhook, in plain text. */
  public Signer(String secret) {
    this(secret.getBytes(StandardCharsets.UTF_8));
  }

  Signer(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.keyed = newMac();
  }

  private Mac newMac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the value of the header {@code Signature}, as the iTwin Platform defines it. */
  public String signature(byte[] body) {
    return "sha256=" + HexFormat.of().formatHex(mac().doFinal(body));
  }

  /**
   * Returns the value of the header {@code webhook-signature}, as Standard Webhooks 1.0 defines it.
   *
   * @param messageId the value of {@code webhook-id}
   * @param timestamp the value of {@code webhook-timestamp}, in seconds since 1970
   */
  public String standardSignature(String messageId, long timestamp, byte[] body) {
    Mac mac = mac();
    mac.update((messageId + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
  }

  private Mac mac() {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      // Providers that keep keys in hardware can't copy.
      return newMac();
    }
  }
}
