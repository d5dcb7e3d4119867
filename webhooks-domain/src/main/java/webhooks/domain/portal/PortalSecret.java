package webhooks.domain.portal;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import webhooks.domain.access.BearerToken;

/**
 * Makes and recognises the two secrets of a session: the code, which opens it once, and the token.
 * Each has a prefix, so that scanners for leaked secrets find it, and 32 random bytes.
 */
public final class PortalSecret {
  private static final String CODE_PREFIX = "whpc_";
  private static final int BYTES = 32;
  private static final Pattern CODE = Pattern.compile(CODE_PREFIX + "[A-Za-z0-9_-]{43}");
  private static final Pattern TOKEN =
      Pattern.compile(BearerToken.PORTAL_PREFIX + "[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private PortalSecret() {}

  /** Returns a new code. */
  static String newCode() {
    return CODE_PREFIX + random();
  }

  /** Returns a new token. */
  static String newToken() {
    return BearerToken.PORTAL_PREFIX + random();
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns whether a text has the form of a code, so that it is worth a query. */
  static boolean isCode(String text) {
    return CODE.matcher(text).matches();
  }

  /** Returns whether a text has the form of a token, so that it is worth a query. */
  public static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  /** Returns the hash of a secret, as it is stored. */
  static String hash(String secret) {
    return new BearerToken(secret).hash();
  }
}
