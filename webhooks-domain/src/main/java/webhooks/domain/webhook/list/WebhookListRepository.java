package webhooks.domain.webhook.list;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.page.Cursor;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.EncryptedView;
import webhooks.domain.webhook.WebhookView;

/**
 * Reads the webhooks that a caller may list. Needs no transaction, because it reads once.
 *
 * <p>Uses SQL: a list shows a few columns and changes nothing, so it needs no entities.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class WebhookListRepository {
  private static final String SELECT =
      """
      select w.id, w.scope, w.scope_id, w.active, w.event_types, w.created, w.modified, w.client_id,
        w.account_id, w.key_id, w.callback_url
      from webhook w
      """;

  /** The bound of {@code created} alone is redundant, but H2 finds the first row only by it. */
  private static final String PAGE =
      SELECT
          + """
          where %s%s and w.created <= ? and (w.created, w.id) < (?, ?)
          order by w.created desc, w.id desc fetch first ? rows only
          """;

  private static final String BY_IDS = SELECT + "where w.id = any(?) and not w.deleted";

  private Database database;
  private Settings settings;

  /** Creates the bean, for the container. */
  public WebhookListRepository() {}

  /** Creates the repository. */
  @Inject
  public WebhookListRepository(Database database, Settings settings) {
    this.database = database;
    this.settings = settings;
  }

  /**
   * Returns webhooks that the caller may list, newest first. A service application gets the
   * webhooks that it created in its account. An administrator gets all webhooks of the account and,
   * with the local directory, all webhooks of the account's iTwins.
   *
   * @param active true for active webhooks only, false for inactive ones only
   * @param after the list begins after this cursor, with older webhooks
   * @param max the maximum number of webhooks
   */
  public List<EncryptedView> page(
      Caller caller, Optional<Boolean> active, Optional<Cursor> after, int max) {
    Cursor start = after.orElseGet(Cursor::last);
    return VisibleWebhooks.of(caller, settings.remoteAccessControl().isEmpty())
        .map(visible -> page(visible, active, start, max))
        .orElse(List.of());
  }

  private List<EncryptedView> page(
      VisibleWebhooks visible, Optional<Boolean> active, Cursor start, int max) {
    String ofState = active.map(is -> " and w.active = " + is).orElse("");
    OffsetDateTime created = start.created().atOffset(ZoneOffset.UTC);
    return read(
        PAGE.formatted(visible.condition(), ofState),
        select -> {
          int index = 0;
          for (String parameter : visible.parameters()) {
            select.setString(++index, parameter);
          }
          select.setObject(++index, created);
          select.setObject(++index, created);
          select.setObject(++index, start.id());
          select.setInt(++index, max);
        });
  }

  /** Returns the webhooks with these ids, in any order, without deleted ones. */
  public List<EncryptedView> find(List<UUID> ids) {
    return ids.isEmpty()
        ? List.of()
        : read(BY_IDS, select -> SqlArrays.set(select, 1, "uuid", ids.toArray()));
  }

  /** Sets the parameters of a statement. */
  @FunctionalInterface
  private interface Parameters {
    void set(PreparedStatement select) throws SQLException;
  }

  private List<EncryptedView> read(String sql, Parameters parameters) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      parameters.set(select);
      List<EncryptedView> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(webhook(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static EncryptedView webhook(ResultSet row) throws SQLException {
    WebhookView view =
        new WebhookView(
            SqlRows.uuid(row, 1),
            row.getString("scope"),
            row.getString("scope_id"),
            row.getBoolean("active"),
            Optional.empty(),
            List.of(row.getString("event_types").split(" ")),
            SqlRows.time(row, "created"),
            SqlRows.time(row, "modified"));
    return new EncryptedView(
        view,
        row.getString("client_id"),
        row.getString("account_id"),
        row.getString("key_id"),
        row.getBytes("callback_url"));
  }
}
