package webhooks.domain.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;

/**
 * The statement on webhooks that a batch of events needs, inside the caller's transaction: what
 * {@link StoredWebhooks} does for one iTwin that an administrator removes.
 */
public final class WebhookTable {
  private static final String NEXT_VERSION = "update webhook_version set version = version + 1";
  private static final String DEACTIVATE =
      """
      update webhook set active = false, deactivation_reason = 'permissionRemoved',
        modified = current_timestamp, version = (select version from webhook_version)
      where scope = 'iTwin' and scope_id = any(?) and active
      """;

  private WebhookTable() {}

  /**
   * Deactivates the webhooks of iTwins that are gone.
   *
   * @return the news of it, for the caller to tell
   * @throws SQLException if none was deactivated
   */
  public static Deactivated deactivateAfter(Collection<UUID> removedITwins, Connection connection)
      throws SQLException {
    if (removedITwins.isEmpty()) {
      return new Deactivated(Deactivated.PERMISSION_REMOVED, 0);
    }
    try (PreparedStatement next = connection.prepareStatement(NEXT_VERSION);
        PreparedStatement deactivate = connection.prepareStatement(DEACTIVATE)) {
      // First the version, whose row keeps changes in order: one that activates is waited for.
      next.executeUpdate();
      Object[] ids = removedITwins.stream().map(UUID::toString).toArray();
      deactivate.setArray(1, connection.createArrayOf("varchar", ids));
      return new Deactivated(Deactivated.PERMISSION_REMOVED, deactivate.executeUpdate());
    }
  }
}
