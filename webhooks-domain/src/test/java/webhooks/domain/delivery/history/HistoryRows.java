package webhooks.domain.delivery.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.id.Ids;

/** Rows for the tests of the log, in tables that are emptied first. */
final class HistoryRows {
  static final String TYPE = "iModels.changesReady.v1";

  private final TestDatabase database;

  HistoryRows(TestDatabase database) {
    this.database = database;
    for (String table : List.of("failure_streak", "attempt", "delivery", "event", "webhook")) {
      database.execute("delete from " + table);
    }
  }

  /** An active webhook, at its activation 7. */
  UUID webhook() {
    UUID id = UUID.randomUUID();
    database.execute(
        """
        insert into webhook (id, client_id, account_id, scope, scope_id, active, activation,
          event_types, key_id, callback_url, secret, created, modified, version)
        values (?, 'client', 'account', 'Account', 'account', true, 7, ?, 'key', ?, ?,
          current_timestamp, current_timestamp, 1)
        """,
        id,
        TYPE,
        new byte[0],
        new byte[0]);
    return id;
  }

  UUID delivery(UUID of, DeliveryStatus status, Instant created, String type) {
    UUID event = UUID.randomUUID();
    UUID id = Ids.next();
    database.execute(
        "insert into event (id, event_type, account_id, itwin_id, body, created)"
            + " values (?, ?, 'account', 'account', ?, current_timestamp)",
        event,
        type,
        "{\"webhookId\":\"".getBytes(StandardCharsets.UTF_8));
    database.execute(
        "insert into delivery (id, event_id, webhook_id, activation, status, attempts, due_at,"
            + " created) values (?, ?, ?, 1, ?, 3, null, cast(? as timestamp with time zone))",
        id,
        event,
        of,
        status.number(),
        created.toString());
    return id;
  }

  void attempt(UUID delivery, int number, int millis) {
    database.execute(
        "insert into attempt (delivery_id, number, started, duration_ms, status_code)"
            + " values (?, ?, current_timestamp, ?, 200)",
        delivery,
        number,
        millis);
  }
}
