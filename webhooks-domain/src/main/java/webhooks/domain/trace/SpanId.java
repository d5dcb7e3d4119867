package webhooks.domain.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Creates ids of spans: 16 hexadecimal digits, not all zero. */
public final class SpanId {
  private SpanId() {}

  /** Returns a new id. It is random but no secret, so the fast generator is enough. */
  public static String next() {
    long id;
    do {
      id = ThreadLocalRandom.current().nextLong();
    } while (id == 0);
    return HexFormat.of().toHexDigits(id);
  }
}
