package webhooks.domain.directory;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import webhooks.domain.access.AccessControl;
import webhooks.domain.access.Actor;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlRows;

/**
 * Reads and writes many iTwins at once, inside the caller's transaction: the SQL statements that a
 * batch of events needs. {@link ITwinDirectory} adds an iTwin with it.
 */
public final class DirectoryTable {
  private static final String ACCOUNTS = "select id, account_id from itwin where id = any(?)";
  private static final String ADD =
      """
      insert into itwin (id, account_id)
      select n.id, n.account_id
      from unnest(cast(? as uuid array), cast(? as varchar array)) as n(id, account_id)
      where not exists (select 1 from itwin i where i.id = n.id)
      """;
  private static final String LOCK =
      "select id from itwin where id = any(?) order by id for update";
  private static final String MAINTAINERS =
      "select itwin_id, client_id from itwin_grant where itwin_id = any(?) and permission = '%s'"
          .formatted(AccessControl.WEBHOOKS_MAINTAINER);
  private static final String REMOVE = "delete from itwin where id = any(?)";

  private final Connection connection;
  private final Dialect dialect;

  /** Creates the statements for a connection to a database. */
  public DirectoryTable(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /**
   * Returns the accounts of these iTwins, as far as the iTwins are known.
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
          accounts.put(SqlRows.uuid(rows, 1), rows.getString(2));
        }
      }
    }
    return accounts;
  }

  /**
   * Adds the iTwins that are not known. Known ones stay unchanged.
   *
   * @param accounts the accounts by iTwin, sorted so that two batches with the same iTwins don't
   *     deadlock
   * @return how many were added
   * @throws SQLException if the statement fails, on H2 also because another transaction adds one of
   *     them at the same moment; none is added then
   */
  public int add(SortedMap<UUID, String> accounts) throws SQLException {
    if (accounts.isEmpty()) {
      return 0;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(ADD + dialect.onConflictDoNothing())) {
      insert.setArray(1, connection.createArrayOf("uuid", accounts.keySet().toArray()));
      insert.setArray(2, connection.createArrayOf("varchar", accounts.values().toArray()));
      return insert.executeUpdate();
    }
  }

  /**
   * Removes the known iTwins among these, with all grants on them.
   *
   * @return the permissions to maintain webhooks that were removed with them
   * @throws SQLException if a statement fails; the caller rolls the transaction back
   */
  public List<PermissionRemoved> remove(Collection<UUID> ids) throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    Array removed = connection.createArrayOf("uuid", ids.toArray());
    try (PreparedStatement lock = connection.prepareStatement(LOCK);
        PreparedStatement delete = connection.prepareStatement(REMOVE)) {
      // A grant locks these rows too, so this waits for a grant in progress and then reads it.
      lock.setArray(1, removed);
      lock.execute();
      List<PermissionRemoved> lost = maintainers(removed);
      delete.setArray(1, removed);
      delete.executeUpdate();
      return lost;
    }
  }

  private List<PermissionRemoved> maintainers(Array ids) throws SQLException {
    List<PermissionRemoved> permissions = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(MAINTAINERS)) {
      select.setArray(1, ids);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          UUID iTwin = SqlRows.uuid(rows, 1);
          permissions.add(new PermissionRemoved(Actor.PRODUCT, iTwin, rows.getString(2)));
        }
      }
    }
    return permissions;
  }
}
