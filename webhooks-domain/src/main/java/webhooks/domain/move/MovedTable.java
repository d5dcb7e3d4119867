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
 * <p>In the conditions, {@code n} is the row of the file, and other names are rows of the database
 * that imports.
 *
 * <p>The order matters to the import. An attempt is stored if its delivery is not known yet, and
 * the row of a webhook's state if its webhook is not known yet, so these come first. Webhooks come
 * last, because from then on other changes of webhooks wait for the import's end.
 */
enum MovedTable {
  /** The account's events, and events of other accounts that its webhooks get. */
  EVENT(
      "event",
      List.of(
          "account_id = ?",
          "account_id <> ? and id in (select event_id from delivery_pending where account_id = ?"
              + " union select event_id from delivery_finished where account_id = ?)"),
      MovedTable.NO_ROW_OF + "event t where t.id = n.id)"),
  /** Skips attempts of a known delivery: they were made here, or came with an earlier import. */
  ATTEMPT(
      "attempt",
      List.of("account_id = ?"),
      MovedTable.noDelivery("n.delivery_id")
          + " and "
          + MovedTable.NO_ROW_OF
          + "attempt t where t.delivery_id = n.delivery_id and t.number = n.number)"),
  /**
   * Skips a known delivery: it may have been sent here since. Skips one with a payload, of an event
   * that is erased here.
   */
  DELIVERY_FINISHED(
      "delivery_finished",
      List.of("account_id = ?"),
      MovedTable.noDelivery("n.id") + " and (n.payload_erased or " + MovedTable.NOT_ERASED + ")"),
  /** The export ends leases. */
  DELIVERY_PENDING(
      "delivery_pending",
      List.of("account_id = ?"),
      MovedTable.noDelivery("n.id") + " and " + MovedTable.NOT_ERASED,
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
  /** An account or webhook that is known keeps its blocks here, and gets no others. */
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
  /**
   * An account that is known keeps its alerts here, and gets no others: the recipient may have
   * unsubscribed here. The export leaves out addresses that nobody has confirmed.
   */
  ALERT(
      "alert",
      List.of("account_id = ? and confirmed is not null"),
      MovedTable.NO_ROW_OF
          + "alert t where t.id = n.id) and "
          + MovedTable.NO_ROW_OF
          + "webhook w where w.account_id = n.account_id) and "
          + MovedTable.NO_ROW_OF
          + "itwin i where i.account_id = n.account_id)",
      Map.ofEntries(
          entry("taken_by", "cast(null as uuid)"),
          entry("taken_until", "cast(null as timestamp with time zone)"))),
  /** Skips reports of known webhooks, and those about the product, which is another one here. */
  ALERT_REPORT(
      "alert_report",
      List.of(
          MovedTable.OF_WEBHOOK
              + " and alert_id in (select a.id from alert a where a.confirmed is not null)"),
      """
      exists (select 1 from alert a where a.id = n.alert_id)
        and not exists (select 1 from webhook w where w.id = n.webhook_id)
        and not exists (select 1 from alert_report t where t.alert_id = n.alert_id
          and t.webhook_id = n.webhook_id and t.event_type = n.event_type)
      """),
  ITWIN("itwin", List.of("account_id = ?"), MovedTable.NO_ROW_OF + "itwin t where t.id = n.id)"),
  ITWIN_GRANT(
      "itwin_grant",
      List.of("itwin_id in (select i.id from itwin i where i.account_id = ?)"),
      MovedTable.NO_ROW_OF
          + "itwin_grant t where t.itwin_id = n.itwin_id and t.client_id = n.client_id"
          + " and t.permission = n.permission)"),
  WEBHOOK_OPTIONS(
      "webhook_options", List.of("account_id = ?"), MovedTable.ofNewWebhook("webhook_options")),
  WEBHOOK_CERTIFICATE(
      "webhook_certificate",
      List.of("account_id = ?"),
      MovedTable.ofNewWebhook("webhook_certificate")),
  WEBHOOK_KEY_REQUEST(
      "webhook_key_request",
      List.of("account_id = ?"),
      MovedTable.ofNewWebhook("webhook_key_request")),
  WEBHOOK_REVISION(
      "webhook_revision",
      List.of("account_id = ?"),
      MovedTable.NO_ROW_OF
          + "webhook w where w.id = n.webhook_id) and "
          + MovedTable.NO_ROW_OF
          + "webhook_revision t where t.id = n.id)"),
  /** The account's webhooks, and deleted webhooks, which have no owner, with its deliveries. */
  WEBHOOK(
      "webhook",
      List.of(
          "account_id = ?",
          "deleted and id in (select webhook_id from delivery_pending where account_id = ?"
              + " union select webhook_id from delivery_finished where account_id = ?)"),
      MovedTable.NO_ROW_OF + "webhook t where t.id = n.id)");

  private static final String ACCOUNT_ID = "account_id";
  private static final String NO_ROW_OF = "not exists (select 1 from ";
  private static final String NOT_ERASED =
      "not exists (select 1 from event e where e.id = n.event_id and octet_length(e.body) = 0)";
  private static final String OF_WEBHOOK =
      "webhook_id in (select w.id from webhook w where w.account_id = ?)";

  private final String tableName;
  private final List<String> conditions;
  private final String newRowCondition;
  private final Map<String, String> replacedColumns;

  MovedTable(String tableName, List<String> conditions, String newRowCondition) {
    this(tableName, conditions, newRowCondition, Map.of());
  }

  MovedTable(
      String tableName,
      List<String> conditions,
      String newRowCondition,
      Map<String, String> replacedColumns) {
    this.tableName = tableName;
    this.conditions = conditions;
    this.newRowCondition = newRowCondition;
    this.replacedColumns = replacedColumns;
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

  /** Returns the table of this name; empty if no such table is moved. */
  static Optional<MovedTable> of(String name) {
    return Stream.of(values()).filter(table -> table.tableName.equals(name)).findFirst();
  }

  /** Returns the name of the table. */
  String tableName() {
    return tableName;
  }

  /** Returns the query of the rows of an account. Each of its parameters is the account's id. */
  String query(List<String> columns) {
    String selected =
        columns.stream()
            .map(column -> replacedColumns.getOrDefault(column, column))
            .collect(Collectors.joining(", "));
    return conditions.stream()
        .map(condition -> "select " + selected + " from " + tableName + " where " + condition)
        .collect(Collectors.joining(" union all "));
  }

  /**
   * Returns whether the file of an account may have a row: a row of the account, an event of
   * another account, a deleted webhook, which has no owner, or a row of a table without account
   * ids.
   */
  boolean mayHave(Row row, String account) {
    if (this == EVENT || row.columns().indexOf(ACCOUNT_ID) < 0) {
      return true;
    }
    boolean hasNoOwner = this == WEBHOOK && Boolean.TRUE.equals(row.value("deleted"));
    return (hasNoOwner ? "" : account).equals(row.text(ACCOUNT_ID));
  }

  /** Returns the SQL condition for storing the row {@code n} of the file. */
  String newRowCondition() {
    return newRowCondition;
  }
}
