package webhooks.domain.webhook.revision;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlRows;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Timestamps;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/**
 * Reads and writes the revisions of webhooks, encrypted. A change needs the caller's transaction,
 * which has locked the webhook's row. The last revision of a webhook is the one without an end.
 */
@ApplicationScoped
public class RevisionRepository {
  private static final Logger LOG = Logger.getLogger(RevisionRepository.class.getName());

  /** The number of revisions that a webhook keeps. */
  public static final int MAX_OF_WEBHOOK = 50;

  private static final String COLUMNS =
      "select id, webhook_id, version, key_id, valid_from, valid_until, content"
          + " from webhook_revision where webhook_id = ?";

  private static final String LAST = COLUMNS + " and valid_until is null";

  private static final String BEGUN =
      COLUMNS + " and valid_from <= ? order by valid_from desc, id desc fetch first 2 rows only";

  private static final String BEGINNING =
      COLUMNS
          + " and valid_from > ? and valid_from <= ? order by valid_from, id"
          + " fetch first 1 rows only";

  private static final String INACTIVE_AFTER =
      COLUMNS
          + " and active = false and valid_from >= ? order by valid_from, id"
          + " fetch first 1 rows only";

  private static final String ACTIVITY_SINCE =
      """
      select coalesce(max(case when active <> ? then valid_until end), min(valid_from))
      from webhook_revision where webhook_id = ?
      """;

  private static final String END =
      "update webhook_revision set valid_until = ? where webhook_id = ? and valid_until is null";

  private static final String KEEP =
      "update webhook_revision set version = ? where webhook_id = ? and valid_until is null";

  private static final String INSERT =
      """
      insert into webhook_revision
        (id, webhook_id, account_id, version, active, valid_from, key_id, content)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String DELETE_OLDEST =
      """
      delete from webhook_revision where id in (
        select id from webhook_revision where webhook_id = ?
        order by valid_from desc, id desc offset %d rows)
      """
          .formatted(MAX_OF_WEBHOOK);

  private static final String DELETE = "delete from webhook_revision where webhook_id = ?";

  private Database database;
  private SecretCipher cipher;

  /** Creates the bean's proxy, for the container. */
  protected RevisionRepository() {}

  /** Creates the repository. */
  @Inject
  public RevisionRepository(Database database, SecretCipher cipher) {
    this.database = database;
    this.cipher = cipher;
  }

  /**
   * The row of a revision.
   *
   * @param version the version of the webhook that last had these settings
   */
  public record StoredRevision(UUID id, long version, Revision revision) {}

  /**
   * The webhook that a new revision belongs to.
   *
   * @param version its version with the settings of the revision
   */
  public record RevisedWebhook(UUID id, String accountId, long version) {}

  /** Returns the last revision of a webhook, if it has any. */
  public Optional<StoredRevision> last(UUID webhookId) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(LAST)) {
      select.setObject(1, webhookId);
      return read(select).stream().findFirst();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns the revisions around a time: the one that held then, the one before it, and the first
   * one that began after it, if it began before an end. The latest one comes first.
   */
  public List<Revision> around(UUID webhookId, Instant time, Instant end) {
    try (Connection connection = database.connection();
        PreparedStatement begun = connection.prepareStatement(BEGUN);
        PreparedStatement beginning = connection.prepareStatement(BEGINNING)) {
      beginning.setObject(1, webhookId);
      beginning.setObject(2, Timestamps.utc(time));
      beginning.setObject(3, Timestamps.utc(end));
      List<StoredRevision> found = new ArrayList<>(read(beginning));
      begun.setObject(1, webhookId);
      begun.setObject(2, Timestamps.utc(time));
      found.addAll(read(begun));
      return found.stream().map(StoredRevision::revision).toList();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the first revision from a time on in which the webhook was inactive. */
  public Optional<Revision> inactiveAfter(UUID webhookId, Instant time) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(INACTIVE_AFTER)) {
      select.setObject(1, webhookId);
      select.setObject(2, Timestamps.utc(time));
      return read(select).stream().map(StoredRevision::revision).findFirst();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns since when a webhook is active, or inactive: since its last revision that was not, or
   * its first one; empty if it has none.
   */
  public Optional<Instant> activitySince(UUID webhookId, boolean active) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(ACTIVITY_SINCE)) {
      select.setBoolean(1, active);
      select.setObject(2, webhookId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? time(row, 1) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private List<StoredRevision> read(PreparedStatement select) throws SQLException {
    List<StoredRevision> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        revision(rows).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Returns the revision of a row; empty if it can't be read, which must not hinder a change. */
  private Optional<StoredRevision> revision(ResultSet row) throws SQLException {
    UUID id = SqlRows.uuid(row, 1);
    try {
      return Optional.of(
          new StoredRevision(
              id,
              row.getLong("version"),
              new Revision(
                  WebhookSettings.parse(text(row)), time(row, 5).orElseThrow(), time(row, 6))));
    } catch (IllegalStateException e) {
      LOG.log(Level.WARNING, "The revision " + id + " of a webhook can't be read", e);
      return Optional.empty();
    }
  }

  private String text(ResultSet row) throws SQLException {
    return cipher.decrypt(
        row.getString("key_id"),
        SqlRows.uuid(row, 2),
        EncryptedColumn.SETTINGS,
        row.getBytes("content"));
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /**
   * Adds a revision, which ends the last one. Deletes the oldest revision if the webhook has too
   * many.
   */
  public void add(RevisedWebhook webhook, WebhookSettings settings, Instant from) {
    try (Connection connection = database.connection();
        PreparedStatement end = connection.prepareStatement(END);
        PreparedStatement insert = connection.prepareStatement(INSERT);
        PreparedStatement delete = connection.prepareStatement(DELETE_OLDEST)) {
      end.setObject(1, Timestamps.utc(from));
      end.setObject(2, webhook.id());
      end.executeUpdate();
      insert.setObject(1, Ids.next());
      insert.setObject(2, webhook.id());
      insert.setString(3, webhook.accountId());
      insert.setLong(4, webhook.version());
      insert.setBoolean(5, settings.active());
      insert.setObject(6, Timestamps.utc(from));
      insert.setString(7, cipher.keyId());
      insert.setBytes(8, cipher.encrypt(webhook.id(), EncryptedColumn.SETTINGS, settings.stored()));
      insert.executeUpdate();
      delete.setObject(1, webhook.id());
      delete.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Notes that a later version of the webhook has the settings of the last revision too. */
  public void keep(UUID webhookId, long version) {
    try (Connection connection = database.connection();
        PreparedStatement keep = connection.prepareStatement(KEEP)) {
      keep.setLong(1, version);
      keep.setObject(2, webhookId);
      keep.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Deletes the revisions of a webhook. */
  public void delete(UUID webhookId) {
    try (Connection connection = database.connection();
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setObject(1, webhookId);
      delete.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Encrypts the revisions of a webhook again with the current key, if another one encrypted them.
   * The transaction must lock out changes of webhooks.
   */
  public void reencrypt(UUID webhookId) {
    try (Connection connection = database.connection()) {
      new RevisionReencryption(connection, cipher).reencrypt(webhookId);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
