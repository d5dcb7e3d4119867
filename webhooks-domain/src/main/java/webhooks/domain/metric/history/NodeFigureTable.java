package webhooks.domain.metric.history;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.Dialect.Upsert;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.history.chart.ChartWindow;
import webhooks.domain.delivery.queue.PendingDeliveries;
import webhooks.domain.metric.NodeCounts;
import webhooks.domain.metric.history.FigureHistory.Bucket;
import webhooks.domain.metric.history.FigureHistory.Counted;

/**
 * Keeps a row for each node and minute of the last day, by the database's clock. Each call is a
 * transaction.
 */
@Stateless
public class NodeFigureTable {
  private static final Upsert ADD =
      new Upsert(
          "node_figures",
          2,
          List.of(
              "begun", "node_id", "events", "succeeded", "exhausted", "pending", "oldest_pending"),
          """
          select date_trunc('minute', current_timestamp), cast(? as uuid), cast(? as bigint),
            cast(? as bigint), cast(? as bigint), cast(? as bigint),
            cast(? as timestamp with time zone)\
          """,
          """
          events = node_figures.events + excluded.events,
          succeeded = node_figures.succeeded + excluded.succeeded,
          exhausted = node_figures.exhausted + excluded.exhausted,
          pending = coalesce(excluded.pending, node_figures.pending),
          oldest_pending = case when excluded.pending is null then node_figures.oldest_pending
            else excluded.oldest_pending end
          """);

  /** A day begins at an hour, so its rows are up to 25 hours old. Leaves out locked rows. */
  private static final String DELETE =
      """
      delete from node_figures where (begun, node_id) in (select f.begun, f.node_id
        from node_figures f where f.begun < current_timestamp - interval '25' hour%s)\
      """;

  private static final String MINUTES =
      """
      select begun, sum(events), sum(succeeded), sum(exhausted), max(pending)
      from node_figures where begun >= ? group by begun order by begun\
      """;

  private static final String NODES =
      """
      select node_id, sum(events), sum(succeeded), sum(exhausted)
      from node_figures where begun >= ? group by node_id\
      """;

  private static final String PENDING =
      """
      select pending, oldest_pending from node_figures
      where begun >= current_timestamp - interval '5' minute and pending is not null
      order by begun desc, node_id fetch first 1 row only\
      """;

  private Database database;

  /** Creates the bean, for the container. */
  public NodeFigureTable() {}

  /** Creates the table. */
  @Inject
  public NodeFigureTable(Database database) {
    this.database = database;
  }

  /**
   * Adds to the row of this minute, and deletes the rows of all nodes that are older than 25 hours.
   *
   * @param counts what the node has counted since its last call
   */
  public void add(UUID node, NodeCounts counts) {
    Dialect dialect = database.dialect();
    try (Connection connection = database.connection();
        PreparedStatement add = connection.prepareStatement(dialect.upsert(ADD));
        PreparedStatement delete =
            connection.prepareStatement(DELETE.formatted(dialect.skipLocked()))) {
      add.setObject(1, node);
      add.setLong(2, counts.events());
      add.setLong(3, counts.succeeded());
      add.setLong(4, counts.exhausted());
      Optional<PendingDeliveries> pending = counts.pending();
      add.setObject(5, pending.map(PendingDeliveries::pending).orElse(null), Types.BIGINT);
      add.setObject(
          6,
          pending.flatMap(PendingDeliveries::oldest).map(NodeFigureTable::utc).orElse(null),
          Types.TIMESTAMP_WITH_TIMEZONE);
      dialect.executeUpsert(add);
      delete.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the figures of all nodes in a window of at most a day. */
  public FigureHistory read(ChartWindow window) {
    try (Connection connection = database.connection()) {
      List<Instant> starts = window.starts(SqlRows.now(connection));
      return new FigureHistory(
          window,
          buckets(connection, window, starts),
          byNode(connection, starts.get(0)),
          pending(connection));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static List<Bucket> buckets(
      Connection connection, ChartWindow window, List<Instant> starts) throws SQLException {
    List<Bucket> buckets = new ArrayList<>();
    starts.forEach(start -> buckets.add(new Bucket(start, Optional.empty(), OptionalLong.empty())));
    try (PreparedStatement select = connection.prepareStatement(MINUTES)) {
      select.setObject(1, utc(starts.get(0)));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Instant minute = rows.getObject(1, OffsetDateTime.class).toInstant();
          long after = Duration.between(starts.get(0), minute).dividedBy(window.bucket());
          // A minute may have begun since the time was read.
          int index = (int) Math.min(after, buckets.size() - 1L);
          buckets.set(index, plus(buckets.get(index), rows));
        }
      }
    }
    return buckets;
  }

  private static Bucket plus(Bucket bucket, ResultSet row) throws SQLException {
    Counted counted = counted(row);
    long pending = row.getLong(5);
    OptionalLong most =
        row.wasNull()
            ? bucket.pending()
            : OptionalLong.of(Math.max(pending, bucket.pending().orElse(0)));
    return new Bucket(
        bucket.start(), Optional.of(bucket.counted().map(counted::plus).orElse(counted)), most);
  }

  /** Reads the sums of a row, which has its key before them. */
  private static Counted counted(ResultSet row) throws SQLException {
    return new Counted(row.getLong(2), row.getLong(3), row.getLong(4));
  }

  private static Map<UUID, Counted> byNode(Connection connection, Instant since)
      throws SQLException {
    Map<UUID, Counted> nodes = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(NODES)) {
      select.setObject(1, utc(since));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          nodes.put(rows.getObject(1, UUID.class), counted(rows));
        }
      }
    }
    return nodes;
  }

  private static Optional<PendingDeliveries> pending(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(PENDING);
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      Optional<Instant> oldest =
          Optional.ofNullable(row.getObject(2, OffsetDateTime.class))
              .map(OffsetDateTime::toInstant);
      return Optional.of(new PendingDeliveries(row.getLong(1), oldest));
    }
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
