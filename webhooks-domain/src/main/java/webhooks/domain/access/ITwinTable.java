package webhooks.domain.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The statements on the directory that a batch of events needs, inside the caller's transaction.
 */
public final class ITwinTable {
  private static final String ACCOUNTS = "select id, account_id from itwin where id = any(?)";
  private static final String ENTER =
      """
      insert into itwin (id, account_id)
      select n.id, n.account_id
      from unnest(cast(? as uuid array), cast(? as varchar array)) as n(id, account_id)
      where not exists (select 1 from itwin i where i.id = n.id)
      """;
  private static final String REMOVE = "delete from itwin where id = any(?)";

  private final Connection connection;
  private final boolean embedded;

  /** Works on a connection to the embedded database or to PostgreSQL. */
  public ITwinTable(Connection connection, boolean embedded) {
    this.connection = connection;
    this.embedded = embedded;
  }

  /**
   * Returns the accounts of those iTwins that are known.
   *
   * @throws SQLException if the database does not answer
   */
  public Map<UUID, String> accounts(Collection<UUID> ids) throws SQLException {
    Map<UUID, String> accounts = new HashMap<>();
    if (ids.isEmpty()) {
      return accounts;
    }
    try (PreparedStatement select = connection.prepareStatement(ACCOUNTS)) {
      select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          accounts.put(rows.getObject(1, UUID.class), rows.getString(2));
        }
      }
    }
    return accounts;
  }

  /**
   * Enters those iTwins that are not known; known ones stay where they are.
   *
   * @param accounts by iTwin, sorted: two batches that enter the same ones don't deadlock
   * @return how many were entered
   * @throws SQLException if none was entered; on the embedded database also if one of them was
   *     entered by another transaction at the same moment
   */
  public int enter(SortedMap<UUID, String> accounts) throws SQLException {
    if (accounts.isEmpty()) {
      return 0;
    }
    String orIgnored = embedded ? "" : " on conflict do nothing";
    try (PreparedStatement insert = connection.prepareStatement(ENTER + orIgnored)) {
      insert.setArray(1, connection.createArrayOf("uuid", accounts.keySet().toArray()));
      insert.setArray(2, connection.createArrayOf("varchar", accounts.values().toArray()));
      return insert.executeUpdate();
    }
  }

  /**
   * Removes iTwins, as far as they are known, with all grants on them.
   *
   * @throws SQLException if none was removed
   */
  public void remove(Collection<UUID> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
      delete.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      delete.executeUpdate();
    }
  }
}
