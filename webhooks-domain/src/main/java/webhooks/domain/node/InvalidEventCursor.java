package webhooks.domain.node;

import java.time.Instant;
import java.util.Optional;
import webhooks.domain.page.CursorText;

/** The cursor of a rejected event in its queue; the event may no longer exist. */
public record InvalidEventCursor(Instant time, String messageId) {
  private static final String TEXT = "\\d{1,15} .+";

  /** Returns the cursor as text that is safe in a URL. */
  public String token() {
    return CursorText.of(time.toEpochMilli() + " " + messageId);
  }

  /** Returns the cursor of a text that {@link #token} returned; empty for any other text. */
  public static Optional<InvalidEventCursor> of(String token) {
    return CursorText.read(token)
        .filter(text -> text.matches(TEXT))
        .map(text -> text.split(" ", 2))
        .map(
            parts ->
                new InvalidEventCursor(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]));
  }
}
