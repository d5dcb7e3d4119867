package webhooks.bench.scenario.console;

import java.util.List;
import java.util.Locale;
import webhooks.bench.load.Owner;
import webhooks.it.harness.database.Database;

/**
 * The ids and texts that the requests of the pages have.
 *
 * @param account the account of all webhooks
 * @param webhook a webhook with very many deliveries
 * @param failing a webhook that is failing
 * @param named the webhooks whose URLs a list of deliveries needs
 * @param delivery a delivery of the webhook that is exhausted
 * @param messageId an event of some hours ago, with a delivery to the webhook
 * @param traceId the trace of this event
 * @param text a text that only this event has
 */
record Samples(
    String account,
    String webhook,
    String failing,
    List<String> named,
    String delivery,
    String messageId,
    String traceId,
    String text) {
  private static final String WEBHOOK =
      "select cast(id as text) from webhook where client_id = '%s' order by created fetch first 1 row only";

  private static final String FAILING =
      "select cast(s.webhook_id as text) from failure_streak s join webhook w on w.id = s.webhook_id"
          + " where w.client_id = '%s' order by w.created fetch first 1 row only";

  /** As many as the page asks for in one request. */
  private static final String NAMED =
      "select cast(id as text) from webhook where client_id = '%s' order by created fetch first 100 rows only";

  private static final String DELIVERY =
      "select cast(id as text) from delivery_finished where webhook_id = '%s' and status = 2"
          + " order by created desc fetch first 1 row only";

  private static final String EVENT =
      """
      select e.message_id || ' ' || substr(e.traceparent, 4, 32) || ' '
        || substr(convert_from(e.body, 'UTF8'), 24, 10)
      from delivery_finished d join event e on e.id = d.event_id
      where d.webhook_id = '%s' and d.status = 1 and d.created < now() - interval '3 hours'
        and e.traceparent is not null
      order by d.created desc fetch first 1 row only
      """;

  /** Chooses samples of what was written for this owner. */
  static Samples of(Database database, Owner owner) {
    String webhook = one(database, WEBHOOK, owner.client());
    List<String> event = List.of(one(database, EVENT, webhook).split(" "));
    return new Samples(
        owner.account(),
        webhook,
        one(database, FAILING, owner.client()),
        all(database, NAMED, owner.client()),
        one(database, DELIVERY, webhook),
        event.get(0),
        event.get(1),
        event.get(2));
  }

  private static String one(Database database, String sql, String parameter) {
    return all(database, sql, parameter).get(0);
  }

  private static List<String> all(Database database, String sql, String parameter) {
    return database.execute(String.format(Locale.ROOT, sql, parameter));
  }
}
