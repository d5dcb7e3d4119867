package webhooks.it.harness;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers all secrets and tokens of this run. No log and no table may contain them. */
public final class Secrets {
  private static final Set<String> USED = ConcurrentHashMap.newKeySet();

  private static final Set<String> ERRORS = ConcurrentHashMap.newKeySet();

  private Secrets() {}

  public static String remember(String secret) {
    // Short texts occur in other texts, so a search would report them everywhere.
    if (secret.length() >= 32) {
      USED.add(secret);
    }
    return secret;
  }

  /** Returns a new secret of 32 bytes in Base64 and remembers it. */
  public static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return remember(Base64.getEncoder().encodeToString(bytes));
  }

  /** Remembers the answer to a failed request, which must not contain a secret. */
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
