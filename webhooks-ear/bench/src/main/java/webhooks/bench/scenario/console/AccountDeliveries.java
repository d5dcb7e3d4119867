package webhooks.bench.scenario.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import webhooks.bench.load.Installation;
import webhooks.bench.load.Owner;
import webhooks.it.harness.Progress;

/**
 * Writes events of the last seven days with their deliveries and attempts into PostgreSQL, for the
 * webhooks that {@link AccountWebhooks} has written. A fifth of the events are of the first iTwin,
 * so its webhooks have very many deliveries. The product must be stopped meanwhile.
 */
final class AccountDeliveries {
  private static final Duration PERIOD = Duration.ofDays(7);

  /** The newest event is so old that the last of its attempts has ended. */
  private static final Duration NEWEST = Duration.ofMinutes(15);

  private static final long DAY = Duration.ofDays(1).toMillis();

  /** How long ago webhooks began to fail or to be paused. */
  private static final long STATE_AGE = Duration.ofHours(6).toMillis();

  private static final String DROP = "drop table if exists console_event, console_delivery";

  /** The beginning of an id has its time in milliseconds. */
  private static final String EVENT =
      """
      create unlogged table console_event as
      select n, ms, itwin, TYPES[(itwin + %1$d * cast(n %% 2 as int)) %% %2$d + 1] as type,
        cast(lpad(to_hex(ms), 12, '0') || '7' || lpad(to_hex(n %% 4096), 3, '0') || '8'
          || lpad(to_hex(n), 15, '0') as uuid) as id,
        gen_random_uuid() as message_id, to_timestamp(ms / 1000.0) as created
      from (select n, %3$d + cast(n * %4$f as bigint) as ms,
          cast(case when n %% 5 = 0 then 0 else (n - n / 5) %% %5$d end as int) as itwin
        from generate_series(cast(1 as bigint), %6$d) n) each
      """;

  /** The body of a delivery up to the id of its webhook, about 500 bytes. */
  private static final String EVENTS =
      """
      insert into event (id, account_id, message_id, occurrence, event_type, itwin_id, body,
        traceparent, created)
      select id, '%1$s', message_id, 0, type, ITWIN, convert_to(
        '{"content":{"orderId":"A-' || lpad(cast(n as text), 8, '0') || '","imodelId":"'
          || md5('imodel' || n) || '","userId":"' || md5('user' || n %% 500)
          || '","displayName":"Bridge ' || n %% 1000 || ', section ' || n %% 7
          || '","description":"Deck and piers after the survey of the western bank",'
          || '"changes":[' || n %% 9 || ',' || n %% 31 || ',' || n %% 127 || ']},"eventType":"'
          || type || '","enqueuedDateTime":"'
          || to_char(created at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
          || '","iTwinId":"' || ITWIN || '","messageId":"' || message_id || '","webhookId":"',
          'UTF8'),
        case when n %% 2 = 0 then '00-' || md5('trace' || n) || '-' || substr(md5('span' || n), 1, 16)
          || '-01' end, created
      from console_event
      """;

  /**
   * The kinds: 0 waits for a retry, 1 succeeded, 2 exhausted, 3 cancelled, 4 waits in the backlog,
   * 5 succeeded at its second attempt.
   */
  private static final String DELIVERY =
      """
      create unlogged table console_delivery as
      select cast(lpad(to_hex(ms), 12, '0') || '7' || lpad(to_hex(slot + 1), 3, '0') || '9'
          || lpad(to_hex(n), 15, '0') as uuid) as id,
        event_id, webhook_id, created, h,
        case when streak and ms >= %1$d then 0 when paused and ms >= %1$d then 4
          when active and h in (35, 36) and ms >= %1$d then 0
          when h < 10 then 2 when h < 15 then 3 when h < 35 then 5 else 1 end as kind
      from (select e.n, e.ms, e.id as event_id, e.created, w.id as webhook_id, w.slot, w.active,
          w.streak, w.paused, cast((e.n * 7919 + w.slot * 104729) %% 1000 as int) as h
        from console_event e join (
          select w.id, w.active, (number - 1) / %2$d as itwin, (number - 1) %% %2$d as slot,
            s.webhook_id is not null as streak,
            w.paused_until is not null or p.webhook_id is not null as paused
          from (select *, row_number() over (order by created) as number from webhook
            where client_id = '%3$s') w
          left join failure_streak s on s.webhook_id = w.id
          left join webhook_pause p on p.webhook_id = w.id) w on w.itwin = e.itwin) all_of_them
      """;

  private static final String FINISHED =
      """
      insert into delivery_finished (id, account_id, event_id, webhook_id, activation, status,
        attempts, created, started, duration_ms, status_code, excerpt)
      select id, '%1$s', event_id, webhook_id, 1,
        case kind when 5 then 1 else kind end,
        case kind when 1 then 1 when 5 then 2 when 2 then %2$d else 0 end, created,
        case when kind in (1, 5) then created + interval '30 ms' + (kind - 1) * interval '15 s' end,
        case when kind in (1, 5) then 5 + h %% 200 end,
        case when kind in (1, 5) then (array[200, 200, 202, 204])[h %% 4 + 1] end,
        case when kind in (1, 5) and h %% 4 < 2 then convert_to('{"accepted":true}', 'UTF8') end
      from console_delivery where kind in (1, 2, 3, 5)
      """;

  /** No retry is due while the requests are measured. */
  private static final String PENDING =
      """
      insert into delivery_pending (id, account_id, event_id, webhook_id, activation, due_at,
        attempts, created)
      select id, '%1$s', event_id, webhook_id, 1,
        case kind when 0 then now() + interval '3 hours' + h * interval '1 minute' end,
        case kind when 0 then 3 else 0 end, created
      from console_delivery where kind in (0, 4)
      """;

  private static final String ATTEMPTS =
      """
      insert into attempt (delivery_id, number, account_id, started, duration_ms, status_code,
        error, cause, excerpt, request_headers, response_headers)
      select id, number, '%1$s', created + interval '30 ms' + (number - 1) * interval '1 minute',
        20 + h, (array[503, 500, 404, null, null])[h %% 5 + 1],
        (array['status', 'status', 'status', 'timeout', 'connect'])[h %% 5 + 1],
        (array[null, null, null, 'no response', 'refused'])[h %% 5 + 1],
        case when h %% 5 < 3 then convert_to('{"error":"temporarily unavailable"}', 'UTF8') end,
        case when h %% 5 < 4 then E'host: receiver.example.com\\nuser-agent: webhooks\\n' end,
        case when h %% 5 < 3 then E'server: nginx\\ncontent-type: application/json\\n' end
      from (select *, case kind when 5 then 1 when 0 then 3 else %2$d end as failures
        from console_delivery where kind in (0, 2, 5)) failed
      cross join lateral generate_series(1, failures) number
      """;

  /** The number of attempts of an exhausted delivery. */
  private static final int MAX_ATTEMPTS = 10;

  private final Installation installation;
  private final Owner owner;

  AccountDeliveries(Installation installation, Owner owner) {
    this.installation = installation;
    this.owner = owner;
  }

  /** Writes the events, each with a delivery to each webhook on its iTwin. */
  void write(int webhooks, int deliveries) {
    Instant now = Instant.now();
    int events = deliveries / WebhookContent.PER_ITWIN;
    addPartitions(now);
    long first = now.minus(PERIOD).toEpochMilli();
    double step = (double) PERIOD.minus(NEWEST).toMillis() / events;
    long states = now.toEpochMilli() - STATE_AGE;
    execute(
        DROP,
        format(
                EVENT,
                WebhookContent.OTHER_TYPE,
                WebhookContent.TYPES.size(),
                first,
                step,
                webhooks / WebhookContent.PER_ITWIN,
                events)
            .replace("TYPES", types()));
    execute(format(EVENTS, owner.account()).replace("ITWIN", AccountWebhooks.iTwinId("itwin")));
    Progress.say("%d events written", events);
    execute(format(DELIVERY, states, WebhookContent.PER_ITWIN, owner.client()));
    execute(format(FINISHED, owner.account(), MAX_ATTEMPTS));
    execute(format(PENDING, owner.account()));
    execute(format(ATTEMPTS, owner.account(), MAX_ATTEMPTS));
    execute(
        DROP,
        "vacuum analyze event",
        "vacuum analyze delivery_finished",
        "vacuum analyze delivery_pending",
        "vacuum analyze attempt");
    Progress.say("%d deliveries written", deliveries);
  }

  /** Adds a partition for each day of the period, as the product has after some time. */
  private void addPartitions(Instant now) {
    long midnight = now.toEpochMilli() / DAY * DAY;
    List<String> statements = new ArrayList<>();
    for (long day = midnight - PERIOD.toMillis(); day < midnight; day += DAY) {
      statements.add(
          format("select add_history_partition(first_id_at(%d), first_id_at(%d))", day, day + DAY));
    }
    execute(statements.toArray(String[]::new));
  }

  private static String types() {
    return WebhookContent.TYPES.stream().collect(Collectors.joining("','", "(array['", "'])"));
  }

  private void execute(String... statements) {
    installation.database().execute(statements);
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
