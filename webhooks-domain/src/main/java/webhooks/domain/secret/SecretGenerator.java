package webhooks.domain.secret;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Generates secrets for webhooks whose owner gives none. Safe for several threads. */
public final class SecretGenerator {
  private static final int BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  /** Returns a new secret of 64 lower-case hex digits. */
  public String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
