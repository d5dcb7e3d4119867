package webhooks.it.harness.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;

/** Writes millions of deliveries directly into PostgreSQL, and explains how they are claimed. */
public final class Backlog {
  /** The beginning of the ids of all events: about now, so that they are not purged. */
  private static final String EVENT_PREFIX =
      String.format(Locale.ROOT, "%08x", System.currentTimeMillis() >> 16);

  /** A thousand deliveries of one webhook share an event. */
  private static final String PENDING =
      """
      insert into delivery_pending
        (id, account_id, event_id, webhook_id, activation, attempts, due_at, created)
      select cast('%2$s-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid),
        (select account_id from webhook where id = '%1$s'),
        cast('EVENTS-0000-7000-8000-' || lpad(to_hex(n / 1000), 12, '0') as uuid),
        '%1$s', 1, %6$d, %3$s, %5$s
      from generate_series(1, %4$d) n
      """;

  /** The last attempt is in the row of a delivery that succeeded. */
  private static final String FINISHED =
      """
      insert into delivery_finished (id, account_id, event_id, webhook_id, activation, status,
        attempts, created, started, duration_ms, status_code)
      select cast('%2$s-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid),
        (select account_id from webhook where id = '%1$s'),
        cast('EVENTS-0000-7000-8000-' || lpad(to_hex(n / 1000), 12, '0') as uuid),
        '%1$s', 1, %3$s, %5$s, %6$s
      from generate_series(1, %4$d) n
      """;

  /** Spreads a million rows over the last fifteen days. */
  private static final String EVENLY = "now() - interval '15 days' + n * interval '1296 ms'";

  /** Polls the sessions at a short interval, because a claim takes about a millisecond. */
  private static final String SEEN =
      """
      create function pg_temp.seen(pattern text) returns text language plpgsql as $$
      declare
        statement text;
        latest timestamptz = clock_timestamp() + interval '1 minute';
      begin
        while statement is null and clock_timestamp() < latest loop
          perform pg_stat_clear_snapshot();
          select query into statement from pg_stat_activity
          where datname = current_database() and query like pattern and pid <> pg_backend_pid();
        end loop;
        return statement;
      end $$
      """;

  private static final String PAUSED =
      """
      insert into delivery_pending
        (id, account_id, event_id, webhook_id, activation, attempts, due_at, created)
      select cast('%1$s-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid), 'account',
        cast('EVENTS-0000-7000-8000-' || lpad(to_hex(n / 1000), 12, '0') as uuid),
        gen_random_uuid(), 1, 0, null, now()
      from generate_series(1, %2$d) n
      """;

  /** A retry that {@link #writeRetries} has written was created when it is due. */
  private static final String RETRY_DELAYS =
      """
      select extract(epoch from a.started - d.created) from delivery d
      join delivery_attempt a on a.delivery_id = d.id and a.number = 2
      where d.webhook_id = '%s' order by 1
      """;

  private static final String EVENTS =
      """
      insert into event
        (id, message_id, occurrence, event_type, account_id, itwin_id, body, created)
      select cast('EVENTS-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid),
        gen_random_uuid(), 0, '%1$s', 'account', 'account', convert_to('{"content":{"n":' || n || '},"webhookId":', 'UTF8'),
        now()
      from generate_series(0, %2$d / 1000) n
      """;

  private final Database database;
  private int written;

  public Backlog(Database database) {
    this.database = database;
  }

  /** Writes the events for at most this many deliveries of each webhook. */
  public void writeEvents(int max) {
    database.execute(format(EVENTS, Event.CREATED, max));
  }

  /** Writes pending deliveries of the webhook's backlog. */
  public void writePending(String webhookId, int count) {
    write(webhookId, "null", count);
  }

  /** Writes deliveries that are due tomorrow. */
  public void writeDueTomorrow(String webhookId, int count) {
    write(webhookId, "now() + interval '1 day' + n * interval '1 ms'", count);
  }

  /** Writes webhooks that are paused until tomorrow, each with a delivery in its backlog. */
  public void writePaused(int webhooks) {
    database.execute(
        format(PAUSED, nextPrefix(), webhooks),
        "insert into webhook_pause (webhook_id, account_id, ends) select webhook_id, account_id,"
            + " now() + interval '1 day' from delivery_pending where due_at is null on conflict do nothing");
  }

  /** Writes retries that are all due after this time. */
  public void writeRetries(String webhookId, int count, Duration after) {
    String due = format("now() + interval '%d ms'", after.toMillis());
    database.execute(format(PENDING, webhookId, nextPrefix(), due, count, due, 1));
    Progress.say("%d retries written", count);
  }

  /** Writes retries that are due at this interval, the first one after this time. */
  public void writeRetries(String webhookId, int count, Duration after, Duration interval) {
    String due =
        format(
            "now() + interval '%d ms' + n * interval '%d ms'",
            after.toMillis(), interval.toMillis());
    database.execute(format(PENDING, webhookId, nextPrefix(), due, count, due, 1));
  }

  /** Returns the seconds from when retries were due until their attempts, the shortest first. */
  public List<Double> retryDelays(String webhookId) {
    return database.execute(format(RETRY_DELAYS, webhookId)).stream().map(Double::valueOf).toList();
  }

  /** Writes deliveries that were cancelled. */
  public void writeCancelled(String webhookId, int count) {
    String noAttempt = "null, null, null";
    database.execute(format(FINISHED, webhookId, nextPrefix(), "3, 0", count, "now()", noAttempt));
    Progress.say("%d deliveries written", count);
  }

  /**
   * Writes deliveries that succeeded at once. A million of them spread over the last fifteen days.
   * Their ids are older than all others.
   */
  public void writeSucceeded(String webhookId, int count) {
    String prefix = format("%08x", ++written);
    String attempt = EVENLY + ", 3, 204";
    database.execute(format(FINISHED, webhookId, prefix, "1, 1", count, EVENLY, attempt));
    Progress.say("%d deliveries written", count);
  }

  private void write(String webhookId, String due, int count) {
    database.execute(format(PENDING, webhookId, nextPrefix(), due, count, "now()", 0));
    Progress.say("%d deliveries written", count);
  }

  /** Returns the beginning of ids of this time; the next ones follow a minute later. */
  private String nextPrefix() {
    return format("%08x", (System.currentTimeMillis() >> 16) + ++written);
  }

  /** Updates the database's statistics, which would happen within a minute anyway. */
  public void analyze() {
    database.execute("analyze delivery_pending", "analyze delivery_finished");
  }

  /** Returns the number of the webhook's pending deliveries. */
  public int pending(String webhookId) {
    return Integer.parseInt(
        database
            .execute(
                format("select count(*) from delivery_pending where webhook_id = '%s'", webhookId))
            .get(0));
  }

  /**
   * Explains a statement with which the product claims deliveries.
   *
   * @param like a part of its text that no other statement has
   * @param parameters its parameters, in parentheses
   */
  public List<String> planOfClaim(String like, String parameters) {
    String statement = database.execute(SEEN, format("select pg_temp.seen('%s')", like)).get(0);
    assertThat(statement).as("a claim like %s", like).isNotNull();
    return database.execute(
        "set plan_cache_mode = force_generic_plan",
        "prepare claim as " + statement,
        "explain (analyze, buffers) execute claim" + parameters);
  }

  private static String format(String sql, Object... arguments) {
    return String.format(Locale.ROOT, sql.replace("EVENTS", EVENT_PREFIX), arguments);
  }
}
