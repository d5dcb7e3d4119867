package webhooks.domain.event;

import java.time.Instant;
import java.util.Optional;
import webhooks.domain.page.Token;

/** A place in the queue of invalid messages: that of one of them, which may be gone meanwhile. */
public record QueuePosition(Instant time, String messageId) {
  private static final String TEXT = "\\d{1,15} .+";

  /** Returns it as text that may stand in a URL. */
  String token() {
    return Token.of(time.toEpochMilli() + " " + messageId);
  }

  /** Returns the place that {@link #token} made the text of, if it did. */
  static Optional<QueuePosition> of(String token) {
    return Token.read(token)
        .filter(text -> text.matches(TEXT))
        .map(text -> text.split(" ", 2))
        .map(parts -> new QueuePosition(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]));
  }
}
