package webhooks.domain.webhook.block;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlRows;
import webhooks.domain.id.Ids;
import webhooks.domain.webhook.block.BlockLookup.BlockTarget;
import webhooks.domain.webhook.deactivation.DeactivationReason;

/**
 * Finds the webhooks that a block has deactivated and that nobody has activated since.
 *
 * <p>The audit trail knows them: a block and the deactivations that it causes have the same time,
 * which is that of their transaction. Once the trail is purged, nothing is found.
 */
@ApplicationScoped
public class StoppedWebhooks {
  private static final String STOPPED =
      """
      select w.id from webhook w
      join (select max(happened) as blocked from audit where action = '%s' and detail = ?) b
        on true
      where %%s and w.active = false and not w.deleted and w.deactivation_reason = '%s'
        and exists (select 1 from audit a where a.webhook_id = w.id and a.happened = b.blocked
          and a.action = '%s')
        and not exists (select 1 from audit a where a.webhook_id = w.id and a.happened > b.blocked
          and a.action in ('%3$s', '%4$s'))
      order by w.created, w.id
      """
          .formatted(
              AuditAction.BLOCK_ADDED.text(),
              DeactivationReason.BY_ADMINISTRATOR.text(),
              AuditAction.WEBHOOK_DEACTIVATED.text(),
              AuditAction.WEBHOOK_ACTIVATED.text());

  private Database database;

  /** Creates the bean's proxy, for the container. */
  protected StoppedWebhooks() {}

  /** Creates the lookup. */
  @Inject
  public StoppedWebhooks(Database database) {
    this.database = database;
  }

  /** Returns the webhooks that the latest block of a target has deactivated, oldest first. */
  public List<UUID> by(BlockTarget target) {
    String condition =
        switch (target.kind()) {
          case WEBHOOK -> "w.id = ?";
          case CLIENT -> "w.client_id = ?";
          case ACCOUNT -> "w.account_id = ?";
        };
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(STOPPED.formatted(condition))) {
      select.setString(1, detail(target));
      if (target.kind() == BlockKind.WEBHOOK) {
        select.setObject(2, Ids.parse(target.id()).orElseThrow());
      } else {
        select.setString(2, target.id());
      }
      return SqlRows.uuids(select);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the detail of an audit entry about a block of the target. */
  public static String detail(BlockTarget target) {
    return target.kind().text() + " " + target.id();
  }
}
