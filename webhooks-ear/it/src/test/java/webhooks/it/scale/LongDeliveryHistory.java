package webhooks.it.scale;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import webhooks.it.harness.Event;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.http.Answer;

/** Writes millions of deliveries directly into PostgreSQL, and explains how pages are read. */
final class LongDeliveryHistory {
  /** Every n-th event has the rare type. */
  private static final int RARE = 100_000;

  /** The beginning of the ids of all events: about now, so that they are not purged. */
  private static final String EVENT_PREFIX =
      String.format(Locale.ROOT, "%08x", System.currentTimeMillis() >> 16);

  private static final Duration APART = Duration.ofMillis(200);

  /**
   * Of twenty, one is pending for another day, one exhausted, one cancelled; the others succeeded.
   */
  private static final String DELIVERIES =
      """
      with new as (
        select n, cast('%2$s-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid) as id,
          cast('EVENTS-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid) as event_id,
          timestamptz '%3$s' + n * interval '%4$d ms' as created
        from generate_series(1, %5$d, %6$d) n),
      pending as (
        insert into delivery_pending
          (id, account_id, event_id, webhook_id, activation, attempts, due_at, created)
        select id, 'account', event_id, '%1$s', 1, 1, now() + interval '1 day', created
        from new where n %% 20 = 0)
      insert into delivery_finished
        (id, account_id, event_id, webhook_id, activation, status, attempts, created)
      select id, 'account', event_id, '%1$s', 1,
        case n %% 20 when 1 then 2 when 2 then 3 else 1 end, 1, created
      from new where n %% 20 <> 0
      """;

  private static final String EVENTS =
      """
      insert into event
        (id, message_id, occurrence, event_type, account_id, itwin_id, body, created)
      select cast('EVENTS-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid),
        gen_random_uuid(), 0,
        case n %% %1$d when 1 then '%2$s' else '%3$s' end, 'account', 'account',
        convert_to('{"content":{"n":' || n || '},"webhookId":', 'UTF8'),
        timestamptz '%4$s' + n * interval '%5$d ms'
      from generate_series(1, %6$d) n
      """;

  private static final String PAGE =
      """
      select query from pg_stat_activity
      where datname = current_database() and state = 'active'
        and query like '%from delivery_finished where%fetch first%' and pid <> pg_backend_pid()
      """;

  private final Database database;
  private final int count;
  private final Instant begin;

  /** Creates a history of this many deliveries, the newest of them now. */
  LongDeliveryHistory(Database database, int count) {
    this.database = database;
    this.count = count;
    this.begin = Instant.now().minus(APART.multipliedBy(count));
  }

  /** Writes an event for each delivery. */
  void writeEvents() {
    database.execute(
        format(EVENTS, RARE, Event.DELETED, Event.CREATED, begin, APART.toMillis(), count));
  }

  /** Writes deliveries of every n-th event to the webhook. */
  void writeDeliveries(String webhookId, String prefix, int step) {
    database.execute(format(DELIVERIES, webhookId, prefix, begin, APART.toMillis(), count, step));
  }

  void analyze() {
    database.execute("vacuum analyze event");
    database.execute("vacuum analyze delivery_pending");
    database.execute("vacuum analyze delivery_finished");
  }

  /** Returns the time at this share of the history. */
  Instant at(double share) {
    return begin.plusMillis((long) (APART.toMillis() * count * share));
  }

  /** Returns the statement that the product runs for a page. */
  String statement(Supplier<Answer> page) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    // The lock keeps the statement waiting, so that the statistics show it.
    String statement =
        database.withTableLocked(
            "delivery_finished",
            () -> {
              answer.completeAsync(page);
              return await("the statement")
                  .until(() -> database.execute(PAGE), found -> !found.isEmpty())
                  .get(0);
            });
    answer.join().is(200);
    return statement;
  }

  /**
   * Explains the statement for a page with a generic plan, as the driver's prepared statements
   * have.
   *
   * @param statuses how many statuses the page shows
   * @param before the end of the page
   */
  List<String> plan(
      String statement, String webhookId, int statuses, Instant since, Instant before) {
    List<String> types = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < statuses; i++) {
      types.addAll(List.of("uuid", "timestamptz", "timestamptz", "uuid"));
      String least = "00000000-0000-0000-0000-000000000000";
      Collections.addAll(values, webhookId, "" + since, "" + before, least);
    }
    return database.execute(
        "set plan_cache_mode = force_generic_plan",
        "prepare page(" + String.join(", ", types) + ") as " + statement,
        "explain (analyze, buffers) execute page('" + String.join("', '", values) + "')");
  }

  private static String format(String sql, Object... arguments) {
    return String.format(Locale.ROOT, sql.replace("EVENTS", EVENT_PREFIX), arguments);
  }
}
