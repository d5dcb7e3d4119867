package webhooks.domain.move;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.delivery.queue.EndedLease;

/**
 * The tables whose rows are moved with their account, in the order of the file.
 *
 * <p>The order matters to the import. An attempt is stored if its delivery is not known yet, and
 * the row of a webhook's state if its webhook is not known yet, so these come first. Webhooks come
 * last, because from then on other changes of webhooks wait for the import's end.
 */
enum MovedTable {
  /** The account's events, and those of other accounts that its webhooks get. */
  EVENT(
      "event",
      List.of(
          "account_id = ?",
          "account_id <> ? and id in (select event_id from delivery_pending where account_id = ?"
              + " union select event_id from delivery_finished where account_id = ?)"),
      MovedTable.NO_ROW_OF + "event t where t.id = n.id)"),
  /** Attempts of a delivery that is known were made here, or came with it. */
  ATTEMPT(
      "attempt",
      List.of("account_id = ?"),
      MovedTable.noDelivery("n.delivery_id")
          + " and "
          + MovedTable.NO_ROW_OF
          + "attempt t where t.delivery_id = n.delivery_id and t.number = n.number)"),
  /** A delivery that is known may have been sent here since. */
  DELIVERY_FINISHED("delivery_finished", List.of("account_id = ?"), MovedTable.noDelivery("n.id")),
  /** Leases end on the way. */
  DELIVERY_PENDING(
      "delivery_pending",
      List.of("account_id = ?"),
      MovedTable.noDelivery("n.id"),
      Map.ofEntries(
          entry("lease", "cast(null as uuid)"),
          entry("redeliveries", EndedLease.REDELIVERIES),
          entry("attempts_before", EndedLease.ATTEMPTS_BEFORE))),
  FAILURE_STREAK(
      "failure_streak", List.of("account_id = ?"), MovedTable.ofNewWebhook("failure_streak")),
  RECOVERY("recovery", List.of("account_id = ?"), MovedTable.ofNewWebhook("recovery")),
  FAILING_WEBHOOK(
      "failing_webhook",
      List.of(MovedTable.OF_WEBHOOK),
      MovedTable.ofNewWebhook("failing_webhook")),
  EXHAUSTED_DELIVERIES(
      "exhausted_deliveries",
      List.of(MovedTable.OF_WEBHOOK),
      MovedTable.ofNewWebhook("exhausted_deliveries")),
  AUDIT("audit", List.of("account_id = ?"), MovedTable.NO_ROW_OF + "audit t where t.id = n.id)"),
  OPERATIONAL_EVENT(
      "operational_event",
      List.of("account_id = ?"),
      MovedTable.NO_ROW_OF + "operational_event t where t.id = n.id)"),
  /** The blocks of an account or a webhook that is known are those that it has here. */
  WEBHOOK_BLOCK(
      "webhook_block",
      List.of(
          "kind = 'account' and target = ?",
          "kind = 'webhook' and target in"
              + " (select cast(w.id as varchar) from webhook w where w.account_id = ?)"),
      """
      not exists (select 1 from webhook_block t
          where t.id = n.id or t.kind = n.kind and t.target = n.target)
        and not exists (select 1 from webhook w where n.kind = 'account' and w.account_id = n.target)
        and not exists (select 1 from itwin i where n.kind = 'account' and i.account_id = n.target)
        and not exists (select 1 from webhook w
          where w.id = case when n.kind = 'webhook' then cast(n.target as uuid) end)
      """),
  ITWIN("itwin", List.of("account_id = ?"), MovedTable.NO_ROW_OF + "itwin t where t.id = n.id)"),
  ITWIN_GRANT(
      "itwin_grant",
      List.of("itwin_id in (select i.id from itwin i where i.account_id = ?)"),
      MovedTable.NO_ROW_OF
          + "itwin_grant t where t.itwin_id = n.itwin_id and t.client_id = n.client_id"
          + " and t.permission = n.permission)"),
  /** Also those that were deleted, and so belong to nobody, but still have deliveries. */
  WEBHOOK(
      "webhook",
      List.of(
          "account_id = ?",
          "deleted and id in (select webhook_id from delivery_pending where account_id = ?"
              + " union select webhook_id from delivery_finished where account_id = ?)"),
      MovedTable.NO_ROW_OF + "webhook t where t.id = n.id)");

  private static final String ACCOUNT_ID = "account_id";
  private static final String NO_ROW_OF = "not exists (select 1 from ";
  private static final String OF_WEBHOOK =
      "webhook_id in (select w.id from webhook w where w.account_id = ?)";

  private final String text;
  private final List<String> conditions;
  private final String isNew;
  private final Map<String, String> replaced;

  MovedTable(String text, List<String> conditions, String isNew) {
    this(text, conditions, isNew, Map.of());
  }

  MovedTable(String text, List<String> conditions, String isNew, Map<String, String> replaced) {
    this.text = text;
    this.conditions = conditions;
    this.isNew = isNew;
    this.replaced = replaced;
  }

  private static String noDelivery(String id) {
    return NO_ROW_OF
        + "delivery_pending p where p.id = "
        + id
        + ") and "
        + NO_ROW_OF
        + "delivery_finished f where f.id = "
        + id
        + ")";
  }

  private static String ofNewWebhook(String table) {
    return NO_ROW_OF
        + "webhook w where w.id = n.webhook_id) and "
        + NO_ROW_OF
        + table
        + " t where t.webhook_id = n.webhook_id)";
  }

  /** Returns the table of a name, if it is moved. */
  static Optional<MovedTable> of(String text) {
    return Stream.of(values()).filter(table -> table.text.equals(text)).findFirst();
  }

  /** Returns the name of the table. */
  String text() {
    return text;
  }

  /** Returns the query of the rows of an account, whose id is each of its parameters. */
  String query(List<String> columns) {
    String selected =
        columns.stream()
            .map(column -> replaced.getOrDefault(column, column))
            .collect(Collectors.joining(", "));
    return conditions.stream()
        .map(condition -> "select " + selected + " from " + text + " where " + condition)
        .collect(Collectors.joining(" union all "));
  }

  /**
   * Returns whether the file of an account may have a row: one of the account, an event of another
   * one, a deleted webhook, which belongs to nobody, or one that names no account.
   */
  boolean mayHave(Row row, String account) {
    if (this == EVENT || row.columns().indexOf(ACCOUNT_ID) < 0) {
      return true;
    }
    boolean isNobodys = this == WEBHOOK && Boolean.TRUE.equals(row.value("deleted"));
    return (isNobodys ? "" : account).equals(row.text(ACCOUNT_ID));
  }

  /** Returns the SQL condition that the database does not have the row {@code n}. */
  String isNew() {
    return isNew;
  }
}
