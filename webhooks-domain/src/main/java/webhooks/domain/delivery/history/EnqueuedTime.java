package webhooks.domain.delivery.history;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import webhooks.domain.page.Timestamps;

/**
 * Reads the property {@code enqueuedDateTime} of a stored event. It has no column, because only
 * owners who ask for it need it. It follows the content in the stored bytes.
 */
public final class EnqueuedTime {
  /** More than the longest type, time, iTwin and message id need, with their escapes. */
  private static final int TAIL_BYTES = 2000;

  /** The last bytes of the event {@code e}, as SQL. */
  public static final String TAIL =
      "substring(e.body from greatest(1, octet_length(e.body) - %d))".formatted(TAIL_BYTES - 1);

  /** Quotes within values are escaped, so the last such text is the property. */
  private static final String NAME = "\"enqueuedDateTime\":\"";

  private EnqueuedTime() {}

  /** Returns the time as the publisher wrote it; empty if the event's bytes are gone. */
  public static Optional<String> text(byte[] tail) {
    String text = new String(tail, StandardCharsets.UTF_8);
    int begin = text.lastIndexOf(NAME);
    if (begin < 0) {
      return Optional.empty();
    }
    int from = begin + NAME.length();
    return Optional.of(text.substring(from, text.indexOf('"', from)));
  }

  /** Returns the time; empty if the event's bytes are gone. */
  public static Optional<Instant> of(byte[] tail) {
    try {
      return text(tail).map(Timestamps::instant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
