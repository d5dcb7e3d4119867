package webhooks.domain.webhook.block;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlArrays;

/**
 * Finds the blocks of webhooks. Each creation and each activation asks for one, so this is SQL: a
 * query of JPA costs several times as much.
 */
@ApplicationScoped
public class BlockLookup {
  private static final String FIND =
      """
      select kind from webhook_block
      where kind = 'webhook' and target = ? or kind = 'client' and target = ?
        or kind = 'account' and target = ?
      """;

  private static final String FIND_ALL =
      "select kind, target from webhook_block"
          + " where kind in ('webhook', 'client', 'account') and target = any(?)";

  private final Database database;

  /** Creates the bean's proxy, for the container. */
  protected BlockLookup() {
    this(null);
  }

  /** Creates the lookup. */
  @Inject
  public BlockLookup(Database database) {
    this.database = database;
  }

  /**
   * Returns the kind of a block that concerns the webhook, if there is one. Reads in the caller's
   * transaction, and needs none.
   */
  public Optional<BlockKind> find(UUID webhook, String clientId, String accountId) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setString(1, webhook.toString());
      select.setString(2, clientId);
      select.setString(3, accountId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? BlockKind.of(row.getString(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * A thing that can be blocked.
   *
   * @param id the id of the webhook, the client or the account
   */
  public record BlockTarget(BlockKind kind, String id) {}

  /**
   * Returns which of these things are blocked. Reads in the caller's transaction, and needs none.
   */
  public Set<BlockTarget> findAll(Collection<BlockTarget> targets) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(FIND_ALL)) {
      SqlArrays.set(
          select, 1, "varchar", targets.stream().map(BlockTarget::id).distinct().toArray());
      Set<BlockTarget> blocked = new HashSet<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String id = rows.getString(2);
          BlockKind.of(rows.getString(1)).ifPresent(kind -> blocked.add(new BlockTarget(kind, id)));
        }
      }
      // The query also finds blocks of another kind with the same id.
      blocked.retainAll(Set.copyOf(targets));
      return blocked;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
