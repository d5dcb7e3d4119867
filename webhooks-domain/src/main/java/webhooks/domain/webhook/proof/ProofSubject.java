package webhooks.domain.webhook.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The webhook and the URL that a proof is about. A proof for another account, webhook or URL does
 * not count.
 *
 * @param url the exact callback URL
 */
public record ProofSubject(String accountId, UUID webhookId, String url) {
  /**
   * Returns the digest that is stored with a proof. It does not disclose the URL, whose query may
   * hold a credential.
   */
  String digest() {
    // No two subjects have the same text: an account id has no line feed, nor has a URL.
    String text = accountId + "\n" + webhookId + "\n" + url;
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a description without the URL. */
  @Override
  public String toString() {
    return "ProofSubject[" + webhookId + "]";
  }
}
