package webhooks.domain.delivery.queue.purge;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlRows;
import webhooks.domain.id.Ids;
import webhooks.domain.settings.Settings;

/**
 * Adds and drops the partitions of events, finished deliveries and attempts on PostgreSQL. A
 * partition is dropped as a whole when its retention is over, which costs less than to delete rows.
 *
 * <p>A partition holds the ids of a day, of several if the retention is long, or of a shorter time
 * if it is short. H2 has no partitions: there the methods of the bean do nothing. The functions of
 * the database lock the tables only for a short time: they give up if they do not get a lock soon,
 * as during a dump. Each method of the bean is a transaction; the static methods use the caller's.
 */
@Stateless
public class HistoryPartitions {
  private static final Logger LOG = Logger.getLogger(HistoryPartitions.class.getName());

  private static final List<Duration> LENGTHS =
      List.of(
          Duration.ofDays(30),
          Duration.ofDays(7),
          Duration.ofDays(1),
          Duration.ofHours(6),
          Duration.ofHours(1),
          Duration.ofMinutes(10));

  /**
   * The minimum number of partitions that a retention is divided into, unless it is very short. A
   * partition is dropped when its newest row is old enough, so its oldest row is kept longer by the
   * length of the partition. More partitions would cost more: statements that read the history lock
   * each of them.
   */
  private static final int MIN_PARTS = 14;

  /** Partitions exist for so long ahead, unless that would be more than {@link #MAX_AHEAD}. */
  private static final Duration AHEAD = Duration.ofDays(2);

  private static final int MAX_AHEAD = 72;

  private static final String ADD = "select add_history_partition(?, ?)";

  private static final String FORGET_BORDERS = "delete from event_border where id < ?";

  /** Drops the oldest expired partition that no pending delivery will end in. */
  private static final String DROP =
      """
      select drop_history_partition(first_id) from (
        select first_id from history_partition p
        where end_id <= ? and not exists (
          select 1 from delivery_pending where id >= p.first_id and id < p.end_id)
        order by end_id fetch first 1 row only) oldest
      """;

  /**
   * The partitions that begin up to a time. Leaves out a partition that ends before it if a pending
   * delivery keeps it from being dropped.
   */
  private static final String UP_TO =
      """
      select first_id, end_id from history_partition p
      where first_id <= ? and (end_id > ? or not exists (
        select 1 from delivery_pending where id >= p.first_id and id < p.end_id))
      order by first_id
      """;

  private Database database;
  private Settings settings;

  /** Creates the bean, for the container. */
  public HistoryPartitions() {}

  /** Creates the use case. */
  @Inject
  public HistoryPartitions(Database database, Settings settings) {
    this.database = database;
    this.settings = settings;
  }

  /**
   * Adds the partitions that are needed soon. Rows without one go to the default partition, from
   * which they are deleted in batches.
   *
   * @throws DatabaseFailure if the database does not answer
   */
  public void add() {
    if (!database.dialect().hasPartitions()) {
      return;
    }
    try (Connection connection = database.connection()) {
      add(connection, SqlRows.now(connection), settings.retention());
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Deletes the message ids that were stored near a border of two partitions, if they are older
   * than an hour: no transaction can still be storing the same event.
   *
   * @throws DatabaseFailure if the database does not answer
   */
  public void forgetBorders() {
    if (!database.dialect().hasPartitions()) {
      return;
    }
    try (Connection connection = database.connection();
        PreparedStatement forget = connection.prepareStatement(FORGET_BORDERS)) {
      forget.setObject(1, Ids.firstOf(SqlRows.now(connection).minus(Duration.ofHours(1))));
      forget.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Adds partitions at the start, before the first purge does it. A failure is only logged, because
   * without partitions a purge only costs more.
   */
  public void addAtStart() {
    try {
      add();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Partitions could not be added; the next purge tries again", e);
    }
  }

  static void add(Connection connection, Instant now, Duration retention) throws SQLException {
    Duration length = length(retention);
    Duration longest = length.multipliedBy(MAX_AHEAD);
    add(connection, now, now.plus(AHEAD.compareTo(longest) < 0 ? AHEAD : longest), length);
  }

  /**
   * Adds the partitions of the retention up to now. An installation has none for the time before
   * its first start, but an import may bring rows of that time from another installation.
   *
   * @return whether all of this time has partitions
   */
  public static boolean addPast(Connection connection, Duration retention) throws SQLException {
    Instant now = SqlRows.now(connection);
    Instant first = now.minus(retention);
    add(connection, first, now, length(retention));
    return PartitionRanges.of(connection, Dialect.POSTGRESQL).cover(first, now);
  }

  /** Adds partitions of a length, which together cover a period. */
  private static void add(Connection connection, Instant from, Instant to, Duration length)
      throws SQLException {
    Instant end =
        Instant.ofEpochMilli(from.toEpochMilli() - from.toEpochMilli() % length.toMillis());
    try (PreparedStatement add = connection.prepareStatement(ADD)) {
      while (end.isBefore(to)) {
        add.setObject(1, Ids.firstOf(end));
        end = end.plus(length);
        add.setObject(2, Ids.firstOf(end));
        add.execute();
      }
    }
  }

  /**
   * Drops the oldest partition whose retention is over and that no pending delivery needs, unless a
   * long transaction uses one of its tables.
   *
   * @return whether one was dropped, so that there may be another
   * @throws DatabaseFailure if the database does not answer
   */
  public boolean dropOldest() {
    if (!database.dialect().hasPartitions()) {
      return false;
    }
    try (Connection connection = database.connection()) {
      return dropOldest(connection, SqlRows.now(connection).minus(settings.retention()));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  static boolean dropOldest(Connection connection, Instant firstUnexpired) throws SQLException {
    try (PreparedStatement drop = connection.prepareStatement(DROP)) {
      drop.setObject(1, Ids.firstOf(firstUnexpired));
      try (ResultSet row = drop.executeQuery()) {
        boolean dropped = row.next() && row.getBoolean(1);
        if (dropped) {
          LOG.info("Dropped a partition of old deliveries");
        }
        return dropped;
      }
    }
  }

  /** Returns how long the partitions are for a retention. */
  static Duration length(Duration retention) {
    return LENGTHS.stream()
        .filter(length -> length.multipliedBy(MIN_PARTS).compareTo(retention) <= 0)
        .findFirst()
        .orElse(LENGTHS.get(LENGTHS.size() - 1));
  }

  /**
   * Returns the time up to which rows must be deleted in batches: the beginning of the first
   * partition that will be dropped as a whole. Without such a partition, as when all are too long
   * for the retention, it is the first time whose retention is not over.
   *
   * @param firstUnexpired the first time whose retention is not over
   * @param retention the retention, which decides whether a partition is too long
   */
  public static Instant firstKept(Connection connection, Instant firstUnexpired, Duration retention)
      throws SQLException {
    return firstDropped(connection, firstUnexpired, retention).orElse(firstUnexpired);
  }

  /** Returns whether rows would be kept for too long if partitions were dropped as a whole. */
  private static boolean isTooLong(Duration length, Duration retention) {
    return length.multipliedBy(2).compareTo(retention) > 0;
  }

  /** Returns the beginning of the first partition up to a time that is dropped as a whole. */
  private static Optional<Instant> firstDropped(
      Connection connection, Instant time, Duration retention) throws SQLException {
    UUID id = Ids.firstOf(time);
    try (PreparedStatement select = connection.prepareStatement(UP_TO)) {
      select.setObject(1, id);
      select.setObject(2, id);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Instant begin = Ids.timeOf(row.getObject(1, UUID.class));
          Instant end = Ids.timeOf(row.getObject(2, UUID.class));
          if (!isTooLong(Duration.between(begin, end), retention)) {
            return Optional.of(begin);
          }
        }
        return Optional.empty();
      }
    }
  }
}
