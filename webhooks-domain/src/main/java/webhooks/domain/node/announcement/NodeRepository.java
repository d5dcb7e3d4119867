package webhooks.domain.node.announcement;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.option.OptionMember;

/**
 * Keeps a row for each running node. Each call is a transaction.
 *
 * <p>A node announces itself every ten seconds and removes its row when it stops. The row of a dead
 * node is late after thirty seconds. After an hour the next announcement of any node deletes it.
 */
@Stateless
public class NodeRepository {
  private static final int MAX_LISTED = 100;

  private static final String UPDATE =
      "update node set seen = current_timestamp, broker_unavailable_since = ?, port = ?"
          + " where id = ?";

  private static final String INSERT =
      """
      insert into node
        (broker_unavailable_since, port, id, host, version, started, seen, option_level)
      values (?, ?, ?, ?, ?, current_timestamp, current_timestamp, %d)
      """
          .formatted(OptionMember.LEVEL);

  private static final String DELETE = "delete from node where id = ?";

  private static final String KNOWS_FEWER_OPTIONS =
      """
      select 1 from node
      where option_level < %d and seen >= current_timestamp - interval '30' second
      fetch first 1 row only
      """
          .formatted(OptionMember.LEVEL);

  private static final String DELETE_DEAD =
      "delete from node where seen < current_timestamp - interval '1' hour";

  /** Lists live nodes before late ones, of which a node that crashes in a loop leaves many. */
  private static final String LIST =
      """
      select id, host, port, version, started, seen, broker_unavailable_since, late
      from (select id, host, port, version, started, seen, broker_unavailable_since,
          case when seen < current_timestamp - interval '30' second then 1 else 0 end as late
        from node where seen >= current_timestamp - interval '1' hour) listed
      order by late, case when late = 1 then seen end desc, started, id fetch first %d rows only
      """
          .formatted(MAX_LISTED);

  private Database database;

  /** Creates the bean, for the container. */
  public NodeRepository() {}

  /** Creates the repository. */
  @Inject
  public NodeRepository(Database database) {
    this.database = database;
  }

  /** The parts of a node's row that do not change. */
  public record Identity(UUID id, String host, String version) {}

  /**
   * Writes that a node runs, and deletes the rows of dead nodes.
   *
   * @param port the port that the node answers requests on, if it is known
   * @param brokerUnavailableSince since when the broker has not answered the node
   */
  public void announce(Identity node, OptionalInt port, Optional<Instant> brokerUnavailableSince) {
    OffsetDateTime since =
        brokerUnavailableSince.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(null);
    try (Connection connection = database.connection();
        PreparedStatement update = connection.prepareStatement(UPDATE)) {
      update.setObject(1, since);
      setPort(update, port);
      update.setObject(3, node.id());
      if (update.executeUpdate() == 0) {
        insert(connection, node, port, since);
      }
      try (PreparedStatement delete = connection.prepareStatement(DELETE_DEAD)) {
        delete.executeUpdate();
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static void setPort(PreparedStatement statement, OptionalInt port) throws SQLException {
    if (port.isPresent()) {
      statement.setInt(2, port.getAsInt());
    } else {
      statement.setNull(2, Types.INTEGER);
    }
  }

  private static void insert(
      Connection connection, Identity node, OptionalInt port, OffsetDateTime since)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, since);
      setPort(insert, port);
      insert.setObject(3, node.id());
      insert.setString(4, node.host());
      insert.setString(5, node.version());
      insert.executeUpdate();
    }
  }

  /** Removes the row of a node that stops. */
  public void remove(UUID id) {
    try (Connection connection = database.connection();
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setObject(1, id);
      delete.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns at most 100 nodes that were seen in the last hour: first the live ones, the longest
   * running one first, then the late ones, the latest seen one first.
   */
  public List<NodeView> list() {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(LIST);
        ResultSet rows = select.executeQuery()) {
      List<NodeView> nodes = new ArrayList<>();
      while (rows.next()) {
        nodes.add(
            new NodeView(
                rows.getObject("id", UUID.class),
                rows.getString("host"),
                rows.getInt("port") == 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(rows.getInt("port")),
                rows.getString("version"),
                instant(rows, "started").orElseThrow(),
                instant(rows, "seen").orElseThrow(),
                rows.getInt("late") == 1,
                instant(rows, "broker_unavailable_since")));
      }
      return nodes;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns whether each live node knows all options that this one knows. Another would send
   * requests without them.
   */
  public boolean allKnowOptions() {
    try (Connection connection = database.connection()) {
      return allKnowOptions(connection);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the same as the connection's transaction sees it. */
  public static boolean allKnowOptions(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(KNOWS_FEWER_OPTIONS);
        ResultSet row = select.executeQuery()) {
      return !row.next();
    }
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /** Returns the database's product and version. */
  public DatabaseView database() {
    try (Connection connection = database.connection()) {
      return new DatabaseView(
          connection.getMetaData().getDatabaseProductName(),
          connection.getMetaData().getDatabaseProductVersion());
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * The database as operators see it.
   *
   * @param product such as PostgreSQL
   * @param version as the database says it
   */
  public record DatabaseView(String product, String version) {}
}
