package webhooks.domain.webhook;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.lock.ChangeLock;

/**
 * Numbers the changes of webhooks, so that each node finds the webhooks that changed since it last
 * read them.
 *
 * <p>Each change takes the next version first. This locks the version's row until the end of the
 * transaction, so the next change waits. A creation takes none, because a new webhook is inactive
 * and so in no node's memory.
 */
@Stateless
public class WebhookVersions {
  private static final String NEXT_ON_POSTGRES =
      "update webhook_version set version = version + 1 returning version";

  private static final String NEXT_ON_H2 =
      "select version from final table (update webhook_version set version = version + 1)";

  @Inject private Database database;
  @Inject private ChangeLock changes;
  @Inject private Clock clock;

  /** Creates the bean, for the container. */
  public WebhookVersions() {}

  /** Creates the versions without a container, for tests. */
  WebhookVersions(Database database, ChangeLock changes, Clock clock) {
    this.database = database;
    this.changes = changes;
    this.clock = clock;
  }

  /** The version of a change, and its time. */
  public record Version(long number, Instant time) {}

  /**
   * Waits for the other changes of this node. Call it before the transaction's first statement.
   *
   * @throws webhooks.domain.error.Refusal {@code ServiceUnavailable}, see {@link ChangeLock}
   */
  public void lock() {
    changes.take();
  }

  /**
   * Takes the next version, after {@link #lock}.
   *
   * @throws webhooks.domain.error.Refusal {@code ServiceUnavailable}, see {@link ChangeLock}
   */
  public Version next() {
    lock();
    return new Version(
        number(database.dialect().isEmbedded() ? NEXT_ON_H2 : NEXT_ON_POSTGRES), now());
  }

  /** Returns the number that a statement returns. */
  private long number(String sql) {
    try (Connection connection = database.connection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the current time. */
  public Instant now() {
    return clock.instant();
  }
}
