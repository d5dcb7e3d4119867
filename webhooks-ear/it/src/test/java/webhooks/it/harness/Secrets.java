package webhooks.it.harness;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every secret and token that this run has used, none of which may be found in a log or a table.
 */
public final class Secrets {
  private static final Set<String> USED = ConcurrentHashMap.newKeySet();

  private static final Set<String> ERRORS = ConcurrentHashMap.newKeySet();

  private Secrets() {}

  public static String remember(String secret) {
    // Texts that short are parts of other texts: they would be found everywhere.
    if (secret.length() >= 32) {
      USED.add(secret);
    }
    return secret;
  }

  /** A new secret of 32 bytes in Base64, remembered. */
  public static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return remember(Base64.getEncoder().encodeToString(bytes));
  }

  /** Keeps what was answered to a request that failed, none of which may hold a secret either. */
  public static void answered(int status, String body) {
    if (status >= 400) {
      ERRORS.add(body);
    }
  }

  public static Set<String> errors() {
    return Set.copyOf(ERRORS);
  }

  public static Set<String> all() {
    return Set.copyOf(USED);
  }
}
