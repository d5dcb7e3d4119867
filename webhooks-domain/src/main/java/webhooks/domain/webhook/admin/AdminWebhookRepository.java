package webhooks.domain.webhook.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.page.Cursor;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.webhook.block.BlockLookup;

/** Reads webhooks of all accounts, a bounded number at a time. */
@ApplicationScoped
public class AdminWebhookRepository {
  private static final Logger LOG = Logger.getLogger(AdminWebhookRepository.class.getName());

  private static final String COLUMNS =
      "id, scope, scope_id, active, key_id, callback_url, event_types, created, modified,"
          + " client_id, account_id, deactivation_reason";

  /**
   * Reads active or inactive webhooks. A page of both combines two of these queries, so that an
   * index returns the rows in order.
   */
  private static final String PART =
      "(select "
          + COLUMNS
          + " from webhook where deleted = false and active = ? and (created, id) < (?, ?) %s"
          + " order by created desc, id desc fetch first %d rows only)";

  private static final String PAGE =
      "select * from (%s) w order by created desc, id desc fetch first %d rows only";

  private static final String OF_IDS =
      "select " + COLUMNS + " from webhook where id = any(?) and deleted = false";

  private Database database;
  private SecretCipher cipher;
  private BlockLookup blocks;

  /** Creates the bean, for the container. */
  protected AdminWebhookRepository() {}

  /** Creates the repository. */
  @Inject
  public AdminWebhookRepository(Database database, SecretCipher cipher, BlockLookup blocks) {
    this.database = database;
    this.cipher = cipher;
    this.blocks = blocks;
  }

  /**
   * The conditions of a list of webhooks.
   *
   * @param active true for active webhooks, false for inactive ones, or both
   * @param after the list begins after this cursor, with older webhooks
   */
  record WebhookListQuery(
      int limit, Set<Boolean> active, Optional<String> accountId, Optional<Cursor> after) {}

  /** Returns webhooks, newest first. */
  List<AdminWebhookView> newest(WebhookListQuery query) {
    return withBlocks(readNewest(query));
  }

  private List<AdminWebhookView> readNewest(WebhookListQuery query) {
    String ofAccount = query.accountId().isPresent() ? "and account_id = ?" : "";
    String parts =
        String.join(
            " union all ",
            Collections.nCopies(query.active().size(), PART.formatted(ofAccount, query.limit())));
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(PAGE.formatted(parts, query.limit()))) {
      Cursor after = query.after().orElseGet(Cursor::last);
      int index = 0;
      for (boolean active : query.active()) {
        select.setBoolean(++index, active);
        select.setObject(++index, after.created().atOffset(ZoneOffset.UTC));
        select.setObject(++index, after.id());
        if (query.accountId().isPresent()) {
          select.setString(++index, query.accountId().get());
        }
      }
      return views(select);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the webhook, if there is one. */
  Optional<AdminWebhookView> find(UUID id) {
    return find(List.of(id)).stream().findFirst();
  }

  /** Returns the webhooks with these ids, in any order. */
  public List<AdminWebhookView> find(List<UUID> ids) {
    return withBlocks(read(ids));
  }

  private List<AdminWebhookView> read(List<UUID> ids) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(OF_IDS)) {
      SqlArrays.set(select, 1, "uuid", ids.toArray());
      return views(select);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private List<AdminWebhookView> views(PreparedStatement select) throws SQLException {
    List<AdminWebhookView> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(view(rows));
      }
    }
    return found;
  }

  /** Adds the blocks. Call it without an open connection, because it takes one of its own. */
  private List<AdminWebhookView> withBlocks(List<AdminWebhookView> found) {
    Set<BlockLookup.BlockTarget> blocked =
        blocks.findAll(found.stream().flatMap(webhook -> webhook.targets().stream()).toList());
    return found.stream().map(webhook -> webhook.with(blocked)).toList();
  }

  private AdminWebhookView view(ResultSet row) throws SQLException {
    return new AdminWebhookView(
        row.getObject("id", UUID.class),
        row.getString("scope"),
        row.getString("scope_id"),
        row.getBoolean("active"),
        urlWithoutQuery(row),
        List.of(row.getString("event_types").split(" ")),
        instant(row, "created"),
        instant(row, "modified"),
        row.getString("client_id"),
        row.getString("account_id"),
        Optional.ofNullable(row.getString("deactivation_reason")),
        Set.of());
  }

  /**
   * Returns the URL; empty if it can't be decrypted, so that the rest of the list is still shown.
   */
  private Optional<String> urlWithoutQuery(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    try {
      String url =
          cipher.decrypt(
              row.getString("key_id"),
              id,
              EncryptedColumn.CALLBACK_URL,
              row.getBytes("callback_url"));
      return Optional.of(CallbackUrl.withoutQuery(url));
    } catch (IllegalStateException e) {
      LOG.log(Level.WARNING, "The URL of webhook " + id + " can't be decrypted", e);
      return Optional.empty();
    }
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
