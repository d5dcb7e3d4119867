package webhooks.domain.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.id.Ids;

/** A place in a list that is ordered by time, and within a time by id: that of one of its items. */
public record Cursor(Instant created, UUID id) {
  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");
  private static final UUID LEAST = new UUID(0, 0);
  private static final UUID GREATEST = new UUID(-1, -1);

  /** Returns the place before all items of that time. */
  public static Cursor before(Instant created) {
    return new Cursor(created, LEAST);
  }

  /** Returns the place after all items. */
  public static Cursor last() {
    return new Cursor(END_OF_TIME, GREATEST);
  }

  /**
   * Returns the place that a page begins after: that of the page before, unless it is not older
   * than the time that the list ends at, as one of another list may be.
   *
   * @param until only items from before then are listed
   */
  public static Optional<Cursor> start(Optional<Cursor> after, Optional<Instant> until) {
    return until
        .filter(end -> after.isEmpty() || !after.get().created().isBefore(end))
        .map(Cursor::before)
        .or(() -> after);
  }

  /**
   * Returns it as text that may stand in a URL.
   *
   * @param list the list that it is a place of; one of another is none of this
   */
  public String token(String list) {
    return CursorText.of(list + " " + created + " " + id);
  }

  /** Returns the place that {@link #token} made the text of, if it did for this list. */
  public static Optional<Cursor> of(String list, String token) {
    return CursorText.read(token)
        .map(text -> text.split(" ", -1))
        .filter(parts -> parts.length == 3 && parts[0].equals(list))
        .flatMap(parts -> of(parts[1], Ids.parse(parts[2])));
  }

  private static Optional<Cursor> of(String created, Optional<UUID> id) {
    return id.flatMap(known -> time(created).map(time -> new Cursor(time, known)));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Timestamps.within(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
