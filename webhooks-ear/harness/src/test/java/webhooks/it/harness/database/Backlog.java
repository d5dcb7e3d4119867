package webhooks.it.harness.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;

/** Writes millions of deliveries directly into PostgreSQL, and explains how they are claimed. */
public final class Backlog {
  /** A thousand deliveries of one webhook share an event. */
  private static final String DELIVERIES =
      """
      insert into delivery (id, event_id, webhook_id, activation, status, attempts, due_at, created)
      select cast('%2$s-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid),
        cast('00000000-0000-7000-8000-' || lpad(to_hex(n / 1000), 12, '0') as uuid),
        '%1$s', 1, %3$d, %7$d, %4$s, %6$s
      from generate_series(1, %5$d) n
      """;

  /** The attempts of deliveries of a prefix: one each. */
  private static final String ATTEMPTS =
      """
      insert into attempt (delivery_id, number, started, duration_ms, status_code)
      select cast('%1$s-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid), 1, %2$s, 3, 204
      from generate_series(1, %3$d) n
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
      insert into delivery (id, event_id, webhook_id, activation, status, attempts, due_at, created)
      select cast('%1$s-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid),
        cast('00000000-0000-7000-8000-' || lpad(to_hex(n / 1000), 12, '0') as uuid),
        gen_random_uuid(), 1, 0, 0, null, now()
      from generate_series(1, %2$d) n
      """;

  /** A retry that {@link #writeRetries} has written was created when it is due. */
  private static final String RETRY_DELAYS =
      """
      select extract(epoch from a.started - d.created) from delivery d
      join attempt a on a.delivery_id = d.id and a.number = 2
      where d.webhook_id = '%s' order by 1
      """;

  private static final String EVENTS =
      """
      insert into event (id, event_type, account_id, itwin_id, body, created)
      select cast('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid),
        '%1$s', 'account', 'account', convert_to('{"content":{"n":' || n || '},"webhookId":', 'UTF8'),
        now()
      from generate_series(0, %2$d / 1000) n
      """;

  private static final String OLD_EVENTS =
      """
      insert into event (id, event_type, account_id, itwin_id, body, created)
      select gen_random_uuid(), '%1$s', 'account', 'account',
        convert_to(repeat('x', 350), 'UTF8'), now() - n * interval '%2$s microseconds'
      from generate_series(%3$d, %4$d) n
      """;

  /** The number of events in a transaction. */
  private static final int BLOCK = 1_000_000;

  private final Database database;
  private int written;

  public Backlog(Database database) {
    this.database = database;
  }

  /** Writes the events for at most this many deliveries of each webhook. */
  public void writeEvents(int max) {
    database.execute(format(EVENTS, Event.CREATED, max));
  }

  /** Writes events without deliveries, this many for each second of the time before now. */
  public void writeEvents(int perSecond, Duration time) {
    long count = perSecond * time.toSeconds();
    double micros = 1e6 / perSecond;
    for (long first = 1; first <= count; first += BLOCK) {
      long last = Math.min(count, first + BLOCK - 1);
      database.execute(format(OLD_EVENTS, Event.CREATED, micros, first, last));
      Progress.say("%d of %d events written", last, count);
    }
  }

  /** Writes pending deliveries of the webhook's backlog. */
  public void writePending(String webhookId, int count) {
    write(webhookId, 0, "null", count);
  }

  /** Writes deliveries that are due tomorrow. */
  public void writeDueTomorrow(String webhookId, int count) {
    write(webhookId, 0, "now() + interval '1 day' + n * interval '1 ms'", count);
  }

  /** Writes webhooks that are paused until tomorrow, each with a delivery in its backlog. */
  public void writePaused(int webhooks) {
    database.execute(
        format(PAUSED, nextPrefix(), webhooks),
        "insert into webhook_pause (webhook_id, ends) select webhook_id, now() + interval '1 day'"
            + " from delivery where status = 0 and due_at is null on conflict do nothing");
  }

  /** Writes retries that are all due after this time. */
  public void writeRetries(String webhookId, int count, Duration after) {
    String due = format("now() + interval '%d ms'", after.toMillis());
    database.execute(format(DELIVERIES, webhookId, nextPrefix(), 0, due, count, due, 1));
    Progress.say("%d retries written", count);
  }

  /** Writes retries that are due at this interval, the first one after this time. */
  public void writeRetries(String webhookId, int count, Duration after, Duration interval) {
    String due =
        format(
            "now() + interval '%d ms' + n * interval '%d ms'",
            after.toMillis(), interval.toMillis());
    database.execute(format(DELIVERIES, webhookId, nextPrefix(), 0, due, count, due, 1));
  }

  /** Returns the seconds from when retries were due until their attempts, the shortest first. */
  public List<Double> retryDelays(String webhookId) {
    return database.execute(format(RETRY_DELAYS, webhookId)).stream().map(Double::valueOf).toList();
  }

  /** Writes deliveries that were cancelled. */
  public void writeCancelled(String webhookId, int count) {
    write(webhookId, 3, "null", count);
  }

  /**
   * Writes deliveries that succeeded at once. A million of them spread over the last fifteen days.
   * Their ids are older than all others.
   */
  public void writeSucceeded(String webhookId, int count) {
    String prefix = format("%08x", ++written);
    database.execute(format(DELIVERIES, webhookId, prefix, 1, "null", count, EVENLY, 1));
    database.execute(format(ATTEMPTS, prefix, EVENLY, count));
    Progress.say("%d deliveries written", count);
  }

  private void write(String webhookId, int status, String due, int count) {
    database.execute(format(DELIVERIES, webhookId, nextPrefix(), status, due, count, "now()", 0));
    Progress.say("%d deliveries written", count);
  }

  /** Returns the beginning of ids of this time; the next ones follow a minute later. */
  private String nextPrefix() {
    return format("%08x", (System.currentTimeMillis() >> 16) + ++written);
  }

  /** Updates the database's statistics, which would happen within a minute anyway. */
  public void analyze() {
    database.execute("analyze delivery");
  }

  /** Returns the number of the webhook's pending deliveries. */
  public int pending(String webhookId) {
    return Integer.parseInt(
        database
            .execute(
                format(
                    "select count(*) from delivery where status = 0 and webhook_id = '%s'",
                    webhookId))
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
    return String.format(Locale.ROOT, sql, arguments);
  }
}
