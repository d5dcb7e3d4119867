package webhooks.domain.webhook.deactivation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.SqlRows;
import webhooks.domain.directory.PermissionRemoved;
import webhooks.domain.webhook.WebhookDeactivations;

/**
 * Deactivates webhooks after a batch of events that delete iTwins, inside the caller's transaction.
 *
 * <p>{@link WebhookDeactivations} does this after an administrator's change. Unlike it, this class
 * writes no audit entries.
 */
public final class DirectoryDeactivations {
  private static final String NEXT_VERSION = "update webhook_version set version = version + 1";
  private static final String DEACTIVATE =
      """
      update webhook set active = false, deactivation_reason = 'permissionRemoved',
        modified = current_timestamp, version = (select version from webhook_version)
      where id = any(?)
      """;
  private static final String ACTIVE = "select id from webhook where active and ";
  private static final String OF_ITWINS = ACTIVE + "scope = 'iTwin' and scope_id = any(?)";

  private static final String OF_ACCOUNTS =
      ACTIVE
          + """
          scope = 'Account' and (scope_id, client_id) in (
            select h.id, h.client_id
            from unnest(cast(? as varchar array), cast(? as varchar array)) as h(id, client_id))
          """;

  private final Connection connection;
  private final boolean accountScopeNeedsMaintainer;

  /**
   * Creates the statements for a connection.
   *
   * @param accountScopeNeedsMaintainer whether webhooks of an account depend on a permission on it
   */
  public DirectoryDeactivations(Connection connection, boolean accountScopeNeedsMaintainer) {
    this.connection = connection;
    this.accountScopeNeedsMaintainer = accountScopeNeedsMaintainer;
  }

  /**
   * Deactivates the webhooks of removed iTwins, and the webhooks of accounts that depended on
   * permissions on these iTwins.
   *
   * @return the CDI event, for the caller to fire
   * @throws SQLException if a statement fails; the caller rolls the transaction back
   */
  public WebhooksDeactivated deactivateAfter(
      Collection<UUID> removedITwins, Collection<PermissionRemoved> lost) throws SQLException {
    List<UUID> deactivated = new ArrayList<>();
    if (!removedITwins.isEmpty()) {
      // Takes the version first, whose row keeps changes in order: this waits for an activation
      // in progress.
      try (PreparedStatement next = connection.prepareStatement(NEXT_VERSION)) {
        next.executeUpdate();
      }
      deactivated.addAll(deactivate(OF_ITWINS, texts(removedITwins)));
    }
    if (accountScopeNeedsMaintainer && !lost.isEmpty()) {
      List<UUID> accounts = lost.stream().map(PermissionRemoved::iTwinId).toList();
      List<String> clients = lost.stream().map(PermissionRemoved::clientId).toList();
      deactivated.addAll(deactivate(OF_ACCOUNTS, texts(accounts), texts(clients)));
    }
    return new WebhooksDeactivated(DeactivationReason.PERMISSION_REMOVED, deactivated);
  }

  private static Object[] texts(Collection<?> ids) {
    return ids.stream().map(Object::toString).toArray();
  }

  /**
   * Deactivates the webhooks that a query finds. The version's row is locked, so no other change
   * comes between the two statements.
   */
  private List<UUID> deactivate(String sql, Object[]... texts) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        PreparedStatement deactivate = connection.prepareStatement(DEACTIVATE)) {
      for (int i = 0; i < texts.length; i++) {
        select.setArray(i + 1, connection.createArrayOf("varchar", texts[i]));
      }
      List<UUID> ids = SqlRows.uuids(select);
      if (ids.isEmpty()) {
        return ids;
      }
      deactivate.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      deactivate.executeUpdate();
      return ids;
    }
  }
}
