package webhooks.domain.portal;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Cursor;

/**
 * Reads and writes the sessions of the portal, each change in a transaction with its audit entry.
 */
@Stateless
public class PortalSessionRepository {
  /** How many sessions of an account there can be at a time. Requests at once may exceed it. */
  static final int MAX_SESSIONS = 1000;

  /** How long a code can be exchanged. */
  private static final Duration MAX_CODE_AGE = Duration.ofMinutes(1);

  private static final String COLUMNS =
      "id, account_id, client_id, user_name, pages, read_only, created, expires, token_hash";

  private static final String COUNT =
      """
      select count(*) from (select 1 as one from portal_session
        where account_id = ? and expires > current_timestamp fetch first %d rows only) s
      """
          .formatted(MAX_SESSIONS);

  private static final String INSERT =
      "insert into portal_session (id, account_id, client_id, user_name, pages, read_only, created,"
          + " expires, code_hash, code_expires) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /** The row's lock lets one of several exchanges win: for all others it has no code any more. */
  private static final String OPEN =
      """
      update portal_session set code_hash = null, token_hash = ?
      where code_hash = ? and code_expires > current_timestamp and expires > current_timestamp
      """;

  private static final String FIND =
      "select "
          + COLUMNS
          + ", current_timestamp as db_now from portal_session"
          + " where %s = ? and expires > current_timestamp";

  private static final String PAGE =
      "select "
          + COLUMNS
          + " from portal_session where client_id = ? and account_id = ?"
          + " and expires > current_timestamp and (created, id) < (?, ?)"
          + " order by created desc, id desc fetch first %d rows only";

  private static final String DELETE = "delete from portal_session where id = ?";

  @EJB private AuditTrail audit;
  @Inject private Database database;

  /** Creates the bean, for the container. */
  public PortalSessionRepository() {}

  /** Creates the repository without a container, for tests. */
  PortalSessionRepository(Database database, AuditTrail audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * Adds a session.
   *
   * @throws Refusal {@code InvalidRequest} if the account has too many sessions
   */
  public PortalSession add(
      UUID id,
      String clientId,
      PortalSessionRules.Checked request,
      String codeHash,
      AuditEntry entry) {
    try (Connection connection = database.connection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      requireRoom(connection, request.accountId());
      OffsetDateTime now = now(connection);
      OffsetDateTime expires = now.plus(request.lifetime());
      OffsetDateTime codeExpires = now.plus(MAX_CODE_AGE);
      insert.setObject(1, id);
      insert.setString(2, request.accountId());
      insert.setString(3, clientId);
      insert.setString(4, request.user());
      insert.setString(5, request.pages().map(PortalPage::join).orElse(null));
      insert.setBoolean(6, request.readOnly());
      insert.setObject(7, now);
      insert.setObject(8, expires);
      insert.setString(9, codeHash);
      insert.setObject(10, codeExpires.isBefore(expires) ? codeExpires : expires);
      insert.executeUpdate();
      audit.add(entry);
      return new PortalSession(
          id,
          request.accountId(),
          clientId,
          request.user(),
          request.pages(),
          request.readOnly(),
          now.toInstant(),
          expires.toInstant(),
          false);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static void requireRoom(Connection connection, String accountId) throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(COUNT)) {
      count.setString(1, accountId);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        if (row.getInt(1) == MAX_SESSIONS) {
          throw new Refusal(
              ErrorCode.INVALID_REQUEST,
              "Cannot create a portal session. The account has too many.",
              List.of(
                  Fault.ofBody(
                      FaultCode.LIMIT_EXCEEDED,
                      "An account can have " + MAX_SESSIONS + " portal sessions at a time.")));
        }
      }
    }
  }

  /**
   * Opens the session of a code, unless the code was used before or is too old.
   *
   * @param entryId the id for the audit entry
   */
  public Optional<PortalSession> open(String codeHash, String tokenHash, UUID entryId) {
    try (Connection connection = database.connection();
        PreparedStatement open = connection.prepareStatement(OPEN)) {
      open.setString(1, tokenHash);
      open.setString(2, codeHash);
      if (open.executeUpdate() == 0) {
        return Optional.empty();
      }
      Optional<PortalSession> opened =
          find(connection, "token_hash", tokenHash).map(OpenSession::session);
      opened.ifPresent(
          session ->
              audit.add(
                  new AuditEntry(
                      entryId,
                      AuditAction.PORTAL_SESSION_OPENED,
                      session.actor(),
                      Optional.of(session.accountId()),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.of("id=" + session.id()))));
      return opened;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns the session of a token, unless it has ended. */
  public Optional<OpenSession> find(String tokenHash) {
    try (Connection connection = database.connection()) {
      return find(connection, "token_hash", tokenHash);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static Optional<OpenSession> find(Connection connection, String column, Object value)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND.formatted(column))) {
      select.setObject(1, value);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        PortalSession session = session(row);
        OffsetDateTime now = row.getObject("db_now", OffsetDateTime.class);
        return Optional.of(
            new OpenSession(session, Duration.between(now.toInstant(), session.expires())));
      }
    }
  }

  /**
   * Returns sessions of an application in an account, the newest first.
   *
   * @param after the cursor of the last session of the previous page
   */
  public List<PortalSession> page(String clientId, String accountId, Cursor after, int max) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(PAGE.formatted(max))) {
      select.setString(1, clientId);
      select.setString(2, accountId);
      select.setObject(3, after.created().atOffset(ZoneOffset.UTC));
      select.setObject(4, after.id());
      List<PortalSession> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(session(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Removes a session and returns it; empty if there is none, or if it is not allowed.
   *
   * @param allowed returns whether the caller may remove it
   * @param entry makes the audit entry
   */
  public Optional<PortalSession> remove(
      UUID id, Predicate<PortalSession> allowed, Function<PortalSession, AuditEntry> entry) {
    try (Connection connection = database.connection();
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      Optional<PortalSession> found =
          find(connection, "id", id).map(OpenSession::session).filter(allowed);
      delete.setObject(1, id);
      if (found.isEmpty() || delete.executeUpdate() == 0) {
        return Optional.empty();
      }
      audit.add(entry.apply(found.get()));
      return found;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static PortalSession session(ResultSet row) throws SQLException {
    return new PortalSession(
        row.getObject("id", UUID.class),
        row.getString("account_id"),
        row.getString("client_id"),
        row.getString("user_name"),
        Optional.ofNullable(row.getString("pages")).map(PortalPage::split),
        row.getBoolean("read_only"),
        row.getObject("created", OffsetDateTime.class).toInstant(),
        row.getObject("expires", OffsetDateTime.class).toInstant(),
        row.getString("token_hash") != null);
  }

  /** Returns the time to the millisecond, as it is stored. */
  private static OffsetDateTime now(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select current_timestamp");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).truncatedTo(ChronoUnit.MILLIS);
    }
  }
}
