package webhooks.api.http.response;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The tag of a body that caches may keep (RFC 9110, section 8.8.3).
 *
 * @param text the value of the header {@code ETag}, with its quotes
 */
public record EntityTag(String text) {
  /** Returns the tag of a body, which equal bodies share. */
  public static EntityTag of(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return new EntityTag('"' + HexFormat.of().formatHex(hash) + '"');
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns whether the caller has the body already.
   *
   * @param ifNoneMatch the value of the header {@code If-None-Match}; null without it
   */
  public boolean isIn(String ifNoneMatch) {
    return ifNoneMatch != null && ifNoneMatch.contains(text);
  }
}
