package webhooks.domain.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A verified token in clear: a holder of the text can act as the caller.
 *
 * @param text for the {@code Authorization} header of a request in the caller's name, and for
 *     nothing else
 */
public record BearerToken(String text) {
  /** Returns what the token can be known again by, and not be won back from: its SHA-256. */
  public String hash() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a text without the token. */
  @Override
  public String toString() {
    return "BearerToken[]";
  }
}
