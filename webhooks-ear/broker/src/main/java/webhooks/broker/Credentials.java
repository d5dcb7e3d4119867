package webhooks.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A user's name and password at the broker. */
record Credentials(String user, String password) {
  /** Makes a user that nobody outside this process can know. */
  static Credentials random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    String hex = HexFormat.of().formatHex(bytes);
    return new Credentials("webhooks-" + hex.substring(0, 16), hex.substring(16));
  }

  boolean match(String givenUser, String givenPassword) {
    return same(user, givenUser) & same(password, givenPassword);
  }

  /** Takes the same time wherever the two differ. */
  private static boolean same(String expected, String given) {
    return given != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a text without the password. */
  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
