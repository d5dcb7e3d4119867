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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.Page;
import webhooks.domain.page.PageRules;

/** Reads the audit trail for an administrator, and the part of one webhook for its owner. */
@Stateless
public class AuditReader {
  private static final String LIST = "acts";

  private static final String SELECT =
      """
      select id, happened, action, client_id, user_id, account_id, webhook_id, itwin_id, detail,
        actor_account
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

  /**
   * A checked request.
   *
   * @param values the values of columns that entries must have
   */
  private record AuditQuery(
      int top, Cursor after, Map<String, Object> values, Optional<Instant> since) {}

  /**
   * Returns a page of audit entries, newest first.
   *
   * @throws webhooks.domain.error.Refusal {@code InvalidRequest} with all faults
   */
  public Page<AuditEntryView> list(Caller by, ListAuditEntries request) {
    by.require(TokenScope.ADMIN);
    return read(check(request));
  }

  /**
   * Returns a page of the audit entries of one webhook, newest first. The use case has checked that
   * the caller may read the webhook.
   *
   * @param webhook replaces the webhook of the request
   * @throws webhooks.domain.error.Refusal {@code InvalidRequest} with all faults
   */
  public Page<AuditEntryView> ofWebhook(UUID webhook, ListAuditEntries request) {
    AuditQuery query = check(request);
    query.values().put("webhook_id", webhook);
    return read(query);
  }

  private Page<AuditEntryView> read(AuditQuery query) {
    String conditions =
        query.values().keySet().stream()
            .map(column -> "and " + column + " = ?")
            .collect(Collectors.joining(" "));
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(SELECT.formatted(conditions, query.top() + 1))) {
      select.setObject(1, utc(query.since().orElse(Instant.EPOCH)));
      select.setObject(2, utc(query.after().created()));
      select.setObject(3, query.after().id());
      int index = 3;
      for (Object value : query.values().values()) {
        select.setObject(++index, value);
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
    Faults faults = new Faults(request.faults());
    int top = PageRules.top(request.top(), faults);
    Optional<Cursor> after =
        PageRules.after(request.continuationToken(), faults, token -> Cursor.of(LIST, token));
    Map<String, Object> values = new LinkedHashMap<>();
    PageRules.accountId(request.accountId(), faults)
        .ifPresent(account -> values.put("account_id", account));
    webhookId(request, faults).ifPresent(webhook -> values.put("webhook_id", webhook));
    action(request, faults).ifPresent(action -> values.put("action", action.text()));
    Optional<Instant> since = PageRules.time("since", request.since(), faults);
    Optional<Instant> until = PageRules.time("until", request.until(), faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST, "Cannot list acts. Make sure the query parameters are valid.");
    return new AuditQuery(top, Cursor.start(after, until).orElseGet(Cursor::last), values, since);
  }

  private static Optional<UUID> webhookId(ListAuditEntries request, Faults faults) {
    Optional<UUID> id = request.webhookId().flatMap(Ids::parse);
    if (request.webhookId().isPresent() && id.isEmpty()) {
      faults.invalid("webhookId", "'webhookId' must be a UUID.");
    }
    return id;
  }

  private static Optional<AuditAction> action(ListAuditEntries request, Faults faults) {
    Optional<AuditAction> action = request.action().flatMap(AuditAction::of);
    if (request.action().isPresent() && action.isEmpty()) {
      faults.invalid("action", "'action' must be the name of an act, such as webhook.deleted.");
    }
    return action;
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
        Optional.ofNullable(row.getString("detail")),
        Optional.ofNullable(row.getString("actor_account")));
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
