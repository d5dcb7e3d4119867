package webhooks.api.error;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import webhooks.domain.database.DatabaseFailure;

/**
 * An exception and its causes, including suppressed and chained exceptions. The exception is first.
 * There are at most {@value #MAX_CAUSES}.
 *
 * <p>Servers and persistence providers wrap exceptions several times, each in its own order. So a
 * rule about a cause has to search all of them.
 */
record CauseChain(List<Throwable> all) {
  /** More than any real chain has. A {@code getCause} that makes a new exception has no end. */
  private static final int MAX_CAUSES = 200;

  static CauseChain of(Throwable exception) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>(List.of(exception));
    List<Throwable> all = new ArrayList<>();
    while (!open.isEmpty() && all.size() < MAX_CAUSES) {
      Throwable next = open.removeFirst();
      if (seen.add(next)) {
        all.add(next);
        direct(next).filter(Objects::nonNull).forEach(open::addLast);
      }
    }
    return new CauseChain(List.copyOf(all));
  }

  private static Stream<Throwable> direct(Throwable exception) {
    Stream<Throwable> chained =
        exception instanceof SQLException sql ? Stream.of(sql.getNextException()) : Stream.empty();
    return Stream.of(
            Stream.of(exception.getCause()), Arrays.stream(exception.getSuppressed()), chained)
        .flatMap(stream -> stream);
  }

  <T extends Throwable> Optional<T> first(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Returns whether the database could not be reached, or could not serve the request now. */
  boolean isDatabaseUnavailable() {
    return all.stream().anyMatch(DatabaseFailure::isUnavailable);
  }
}
