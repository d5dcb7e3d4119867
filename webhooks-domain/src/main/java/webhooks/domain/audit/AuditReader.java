package webhooks.domain.audit;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.Page;
import webhooks.domain.page.PageRules;

/** Reads the audit trail for an administrator. */
@Stateless
public class AuditReader {
  private static final String LIST = "acts";

  private static final String SELECT =
      """
      select id, happened, action, client_id, user_id, account_id, webhook_id, itwin_id, detail
      from audit where happened >= ? and (happened, id) < (?, ?) %s
      order by happened desc, id desc fetch first %d rows only
      """;

  private Database database;

  /** Creates the bean, for the container. */
  public AuditReader() {}

  /** Creates the use case. */
  @Inject
  public AuditReader(Database database) {
    this.database = database;
  }

  private record AuditQuery(
      int top, Cursor after, Optional<String> accountId, Optional<Instant> since) {}

  /**
   * Returns a page of audit entries, newest first.
   *
   * @throws webhooks.domain.error.Refusal {@code InvalidRequest} with all faults
   */
  public Page<AuditEntryView> list(Caller by, ListAuditEntries request) {
    by.require(TokenScope.ADMIN);
    AuditQuery query = check(request);
    String ofAccount = query.accountId().isPresent() ? "and account_id = ?" : "";
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(SELECT.formatted(ofAccount, query.top() + 1))) {
      select.setObject(1, utc(query.since().orElse(Instant.EPOCH)));
      select.setObject(2, utc(query.after().created()));
      select.setObject(3, query.after().id());
      if (query.accountId().isPresent()) {
        select.setString(4, query.accountId().get());
      }
      List<AuditEntryView> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(entry(rows));
        }
      }
      return Page.of(found, query.top(), last -> new Cursor(last.time(), last.id()).token(LIST));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static AuditQuery check(ListAuditEntries request) {
    Faults faults = request.faults();
    int top = PageRules.top(request.top(), faults);
    Optional<Cursor> after =
        PageRules.after(request.continuationToken(), faults, token -> Cursor.of(LIST, token));
    Optional<String> accountId = PageRules.accountId(request.accountId(), faults);
    Optional<Instant> since = PageRules.time("since", request.since(), faults);
    Optional<Instant> until = PageRules.time("until", request.until(), faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST, "Cannot list acts. Make sure the query parameters are valid.");
    return new AuditQuery(
        top, Cursor.start(after, until).orElseGet(Cursor::last), accountId, since);
  }

  private static AuditEntryView entry(ResultSet row) throws SQLException {
    return new AuditEntryView(
        row.getObject("id", UUID.class),
        row.getObject("happened", OffsetDateTime.class).toInstant(),
        row.getString("action"),
        row.getString("client_id"),
        Optional.ofNullable(row.getString("user_id")),
        Optional.ofNullable(row.getString("account_id")),
        Optional.ofNullable(row.getObject("webhook_id", UUID.class)),
        Optional.ofNullable(row.getObject("itwin_id", UUID.class)),
        Optional.ofNullable(row.getString("detail")));
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
