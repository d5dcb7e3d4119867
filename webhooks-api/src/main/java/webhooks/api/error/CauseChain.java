package webhooks.api.error;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
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

/**
 * An exception with everything that caused it, suppressed and chained ones included.
 *
 * <p>Servers and persistence providers wrap each other's exceptions many times over, and each in
 * its own order.
 */
record CauseChain(List<Throwable> all) {
  /** Enough for any real chain, and an end to one that never stops making new exceptions. */
  private static final int MOST = 200;

  static CauseChain of(Throwable fault) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>(List.of(fault));
    List<Throwable> all = new ArrayList<>();
    while (!open.isEmpty() && all.size() < MOST) {
      Throwable next = open.removeFirst();
      if (seen.add(next)) {
        all.add(next);
        behind(next).filter(Objects::nonNull).forEach(open::addLast);
      }
    }
    return new CauseChain(List.copyOf(all));
  }

  private static Stream<Throwable> behind(Throwable fault) {
    Stream<Throwable> chained =
        fault instanceof SQLException sql ? Stream.of(sql.getNextException()) : Stream.empty();
    return Stream.of(Stream.of(fault.getCause()), Arrays.stream(fault.getSuppressed()), chained)
        .flatMap(stream -> stream);
  }

  <T extends Throwable> Optional<T> first(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  boolean tellThatTheDatabaseIsAway() {
    return all.stream().anyMatch(CauseChain::tellsThatTheDatabaseIsAway);
  }

  private static boolean tellsThatTheDatabaseIsAway(Throwable cause) {
    if (cause instanceof SQLTransientConnectionException
        || cause instanceof SQLNonTransientConnectionException
        || cause instanceof SQLRecoverableException) {
      return true;
    }
    if (cause instanceof SQLException sql && sql.getSQLState() != null) {
      String state = sql.getSQLState();
      // Connection exceptions, an administrator's shutdown, insufficient resources, and what other
      // transactions thwarted again and again, or by a lock (HYT00 of H2).
      return Stream.of("08", "57P0", "53", "40", "HYT00").anyMatch(state::startsWith);
    }
    String message = cause.getMessage();
    return message != null && message.contains("Error in allocating a connection");
  }
}
