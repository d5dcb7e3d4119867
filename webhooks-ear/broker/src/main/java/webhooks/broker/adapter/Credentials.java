package webhooks.broker.adapter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A user name and password of the broker. */
record Credentials(String user, String password) {
  /** Creates credentials that are unknown outside this process. */
  static Credentials random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    String hex = HexFormat.of().formatHex(bytes);
    return new Credentials("webhooks-" + hex.substring(0, 16), hex.substring(16));
  }

  /** Always compares both values, so that the duration does not reveal which one is wrong. */
  boolean matches(String givenUser, String givenPassword) {
    return same(user, givenUser) & same(password, givenPassword);
  }

  /** Compares in constant time. */
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
