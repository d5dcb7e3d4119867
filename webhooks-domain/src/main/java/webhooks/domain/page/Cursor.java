package webhooks.domain.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.id.Ids;

/**
 * A position in a list that is ordered by time and then by id: the time and id of an item. The
 * order of the list may be ascending, or newest first.
 */
public record Cursor(Instant created, UUID id) {
  /** The order of a list that is newest first. Databases compare ids without a sign. */
  public static final Comparator<Cursor> NEWEST_FIRST =
      Comparator.comparing(Cursor::created)
          .thenComparing(cursor -> cursor.id().toString())
          .reversed();

  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");
  private static final UUID MIN_ID = new UUID(0, 0);
  private static final UUID MAX_ID = new UUID(-1, -1);

  /** Returns the cursor that is lower than all items of the time. */
  public static Cursor before(Instant created) {
    return new Cursor(created, MIN_ID);
  }

  /** Returns the cursor that is higher than all items. A list that is newest first begins there. */
  public static Cursor last() {
    return new Cursor(END_OF_TIME, MAX_ID);
  }

  /**
   * Returns the cursor that a page of a list begins after, if the list is newest first: the end of
   * the previous page, or the upper bound of time if this bound is older.
   *
   * @param until the upper bound of time, exclusive
   */
  public static Optional<Cursor> start(Optional<Cursor> after, Optional<Instant> until) {
    return until
        .filter(end -> after.isEmpty() || !after.get().created().isBefore(end))
        .map(Cursor::before)
        .or(() -> after);
  }

  /**
   * Returns the cursor as text that is safe in a URL.
   *
   * @param list the name of the list; another list does not accept the text
   */
  public String token(String list) {
    return CursorText.of(list + " " + created + " " + id);
  }

  /**
   * Returns the cursor of a text that {@link #token} returned for this list; empty for any other
   * text.
   */
  public static Optional<Cursor> of(String list, String token) {
    return CursorText.read(token)
        .map(text -> text.split(" ", -1))
        .filter(parts -> parts.length == 3 && parts[0].equals(list))
        .flatMap(parts -> of(parts[1], Ids.parse(parts[2])));
  }

  private static Optional<Cursor> of(String created, Optional<UUID> id) {
    return id.flatMap(known -> time(created).map(time -> new Cursor(time, known)));
  }

  /** Returns whether a cursor can have the time. */
  public static boolean isValid(Instant created) {
    return Timestamps.within(created).isPresent();
  }

  private static Optional<Instant> time(String text) {
    try {
      return Timestamps.within(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
