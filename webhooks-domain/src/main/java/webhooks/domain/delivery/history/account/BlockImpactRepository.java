package webhooks.domain.delivery.history.account;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.QueryTime;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.id.Ids;
import webhooks.domain.webhook.block.BlockLookup.BlockTarget;

/** Counts what a block concerns, up to a bound. Each call is a transaction. */
@Stateless
public class BlockImpactRepository {
  /** The maximum number of webhooks, and of pending deliveries, that are counted. */
  static final int MAX_COUNTED = 10_000;

  private static final Duration MAX_TIME = Duration.ofSeconds(2);

  private static final String COUNT =
      "select count(*) from (select 1 as one from %s fetch first "
          + (MAX_COUNTED + 1)
          + " rows only) c";

  private static final String WEBHOOKS = "webhook w where not w.deleted and ";

  /** Deliveries of an earlier activation count too: they are cancelled when they are claimed. */
  private static final String PENDING =
      "webhook w join delivery_pending d on d.webhook_id = w.id where w.active and ";

  private Database database;

  /** Creates the bean, for the container. */
  public BlockImpactRepository() {}

  /** Creates the repository. */
  @Inject
  public BlockImpactRepository(Database database) {
    this.database = database;
  }

  /** Returns the numbers of webhooks, active webhooks and pending deliveries, in this order. */
  public List<DeliveryCount> counts(BlockTarget target) {
    String condition =
        switch (target.kind()) {
          case WEBHOOK -> "w.id = ?";
          case CLIENT -> "w.client_id = ?";
          case ACCOUNT -> "w.account_id = ?";
        };
    try (Connection connection = database.connection()) {
      QueryTime time = QueryTime.limit(connection, database.dialect(), MAX_TIME);
      DeliveryCount webhooks = count(connection, WEBHOOKS + condition, target);
      DeliveryCount active = count(connection, WEBHOOKS + "w.active and " + condition, target);
      time.check();
      return List.of(webhooks, active, count(connection, PENDING + condition, target));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static DeliveryCount count(Connection connection, String rows, BlockTarget target)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(COUNT.formatted(rows))) {
      switch (target.kind()) {
        case WEBHOOK -> select.setObject(1, Ids.parse(target.id()).orElseThrow());
        case CLIENT, ACCOUNT -> select.setString(1, target.id());
        default -> throw new IllegalStateException(target.kind().text());
      }
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return DeliveryCount.of(row.getLong(1), MAX_COUNTED);
      }
    }
  }
}
