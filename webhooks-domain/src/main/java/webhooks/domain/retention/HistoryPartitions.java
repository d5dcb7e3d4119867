package webhooks.domain.retention;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.logging.Logger;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.id.Ids;
import webhooks.domain.settings.Settings;

/**
 * The partitions of finished deliveries and of attempts on PostgreSQL, which are dropped as a whole
 * when their retention is over.
 *
 * <p>A partition holds the ids of a day, or of a shorter time if the retention is short. H2 has no
 * partitions. The functions of the database lock the tables only for moments: they give up if a
 * lock can't be had at once, as during a dump.
 */
@Stateless
public class HistoryPartitions {
  private static final Logger LOG = Logger.getLogger(HistoryPartitions.class.getName());

  private static final List<Duration> LENGTHS =
      List.of(Duration.ofDays(1), Duration.ofHours(6), Duration.ofHours(1), Duration.ofMinutes(10));

  /** The number of partitions, about, that a retention is divided into. */
  private static final int PARTS = 14;

  /** Partitions exist for so long ahead, unless that would be more than {@link #MAX_AHEAD}. */
  private static final Duration AHEAD = Duration.ofDays(2);

  private static final int MAX_AHEAD = 72;

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);

  private static final String NOW = "select current_timestamp";
  private static final String ADD = "select add_history_partition(?, ?)";

  /** Drops the expired partitions, the oldest first. */
  private static final String DROP =
      """
      select count(*) from (
        select drop_history_partition(first_id) as dropped from history_partition
        where end_id <= ? and name <> 'former' order by end_id) p
      where dropped
      """;

  /** The former table is not dropped: its rows are deleted one by one. */
  private static final String FIRST_KEPT =
      """
      select case when name = 'former' then cast(? as uuid) else first_id end as first_kept
      from history_partition where first_id <= ? order by first_id desc fetch first 1 row only
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
   * Adds the partitions that are needed soon, and drops those whose retention is over. Does nothing
   * on H2. To be called before the node records its first outcome, and now and then.
   *
   * @throws DatabaseFailure if the database does not answer
   */
  public void move() {
    if (database.isEmbedded()) {
      return;
    }
    try (Connection connection = database.connection()) {
      move(connection, now(connection));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Does the same at a given time. */
  void move(Connection connection, Instant now) throws SQLException {
    add(connection, now, settings.retention());
    int dropped = drop(connection, Ids.firstOf(now.minus(settings.retention())));
    if (dropped > 0) {
      LOG.info(() -> "Dropped " + dropped + " partitions of old deliveries");
    }
  }

  /** Returns how long the partitions are for a retention. */
  static Duration length(Duration retention) {
    return LENGTHS.stream()
        .filter(length -> length.multipliedBy(PARTS).compareTo(retention) <= 0)
        .findFirst()
        .orElse(LENGTHS.get(LENGTHS.size() - 1));
  }

  private static void add(Connection connection, Instant now, Duration retention)
      throws SQLException {
    Duration length = length(retention);
    Instant end = Instant.ofEpochMilli(now.toEpochMilli() - now.toEpochMilli() % length.toMillis());
    try (PreparedStatement add = connection.prepareStatement(ADD)) {
      for (int i = 0; i < MAX_AHEAD && end.isBefore(now.plus(AHEAD)); i++) {
        end = end.plus(length);
        add.setString(1, NAME.format(end));
        add.setObject(2, Ids.firstOf(end));
        add.execute();
      }
    }
  }

  /** Returns how many partitions were dropped. */
  private static int drop(Connection connection, UUID firstKept) throws SQLException {
    try (PreparedStatement drop = connection.prepareStatement(DROP)) {
      drop.setObject(1, firstKept);
      try (ResultSet row = drop.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /**
   * Returns the id up to which finished deliveries are to be deleted by rows: the beginning of the
   * partition that holds this id, because it will be dropped as a whole. If the retention is too
   * short for partitions, it is the id itself.
   *
   * @param firstUnexpired the first id whose retention is not over
   */
  static UUID firstKept(Connection connection, UUID firstUnexpired, Duration retention)
      throws SQLException {
    if (retention.compareTo(length(retention).multipliedBy(2)) < 0) {
      return firstUnexpired;
    }
    try (PreparedStatement select = connection.prepareStatement(FIRST_KEPT)) {
      select.setObject(1, firstUnexpired);
      select.setObject(2, firstUnexpired);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getObject(1, UUID.class) : firstUnexpired;
      }
    }
  }

  private static Instant now(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(NOW);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }
}
