package webhooks.domain.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A verified token in plain text. Anyone who has the text can act as the caller.
 *
 * @param text the value for the {@code Authorization} header of requests in the caller's name; it
 *     must not be used for anything else
 */
public record BearerToken(String text) {
  /** Begins the token of a session of the portal. No token of an issuer begins so. */
  public static final String PORTAL_PREFIX = "whps_";

  /**
   * Returns whether the token is of a session of the portal. Only this product knows such a token,
   * so no other server may get it.
   */
  public boolean isOfPortal() {
    return text.startsWith(PORTAL_PREFIX);
  }

  /** Returns the SHA-256 of the token, which identifies it without revealing it. */
  public String hash() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a description without the token. */
  @Override
  public String toString() {
    return "BearerToken[]";
  }
}
