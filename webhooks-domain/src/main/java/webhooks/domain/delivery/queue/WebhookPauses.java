package webhooks.domain.delivery.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.Dialect.Upsert;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.subscription.Subscription;

/**
 * The pauses of webhooks: after a receiver's answer 429 or 503 with {@code Retry-After}, no node
 * leases a delivery of the webhook before that time. Other nodes may still send the deliveries that
 * they have leased already.
 *
 * <p>A pause is a row, written in the transaction that records the outcome. Intake and claims read
 * it in theirs. It ends by the database's clock, or when the webhook is activated, deleted or gets
 * another URL.
 *
 * <p>The owner's pause is another one, which {@link Subscription#flow} has. Its end is noted here
 * as a pause that ends now, so that each node looks for the backlog.
 *
 * <p>While an account is held, all its webhooks are paused too, new ones included. Only the command
 * that moves accounts begins and ends a hold.
 */
final class WebhookPauses {
  /** The SQL condition that a pause {@code p} has not ended. */
  private static final String RUNNING = "p.ends > current_timestamp";

  private static final String ENDED =
      "select webhook_id from webhook_pause where ends <= current_timestamp"
          + " and ends > current_timestamp - cast(? as double precision) * interval '1' second";

  private static final String PAUSED =
      "select webhook_id from webhook_pause p where webhook_id = any(?) and "
          + RUNNING
          + " union all select w.id from account_hold h"
          + " join webhook w on w.account_id = h.account_id where w.id = any(?)";

  /** Leaves out a webhook that was changed since the attempt, because its URL may have changed. */
  private static final String NEW =
      """
      select n.webhook_id, w.account_id, current_timestamp + n.seconds * interval '1' second as ends
      from unnest(cast(? as uuid array), cast(? as bigint array), cast(? as double precision array))
        as n(webhook_id, version, seconds)
      join webhook w on w.id = n.webhook_id and w.version = n.version
      """;

  private static final String ENDS_NOW =
      "select id, account_id, current_timestamp from webhook where id = ?";

  private static final Upsert ADD = upsert(NEW);
  private static final Upsert END_NOW = upsert(ENDS_NOW);

  private WebhookPauses() {}

  private static Upsert upsert(String rows) {
    return new Upsert(
        "webhook_pause",
        List.of("webhook_id", "account_id", "ends"),
        rows,
        "ends = greatest(webhook_pause.ends, excluded.ends)");
  }

  /**
   * Returns the SQL expression that is true while a webhook is paused, or its account is held.
   *
   * @param webhookId the SQL expression for the webhook's id
   * @param accountId the SQL expression for its account's id
   */
  static String isPaused(String webhookId, String accountId) {
    return "(exists (select 1 from webhook_pause p where p.webhook_id = "
        + webhookId
        + " and "
        + RUNNING
        + ") or exists (select 1 from account_hold h where h.account_id = "
        + accountId
        + "))";
  }

  /** Returns the SQL expression for the id of a webhook's account. */
  static String accountOf(String webhookId) {
    return "(select w.account_id from webhook w where w.id = " + webhookId + ")";
  }

  /** Returns which of these webhooks are paused. */
  static Set<UUID> among(Connection connection, Collection<UUID> webhookIds) throws SQLException {
    if (webhookIds.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement select = connection.prepareStatement(PAUSED)) {
      SqlArrays.set(select, 1, "uuid", webhookIds.toArray());
      SqlArrays.set(select, 2, "uuid", webhookIds.toArray());
      return Set.copyOf(SqlRows.uuids(select));
    }
  }

  /** Returns the webhooks whose pause ended within this time before now. */
  static List<UUID> ended(Connection connection, Duration within) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ENDED)) {
      select.setDouble(1, within.toMillis() / 1000.0);
      return SqlRows.uuids(select);
    }
  }

  /** Starts the pauses that these outcomes ask for, or makes running ones longer. */
  static void add(Connection connection, List<Outcome> outcomes, Dialect dialect)
      throws SQLException {
    // In the order of ids, so that two nodes don't deadlock.
    Map<UUID, Outcome> longest = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      if (outcome.attempt().retryAfter().isPresent()) {
        longest.merge(outcome.delivery().webhookId(), outcome, WebhookPauses::longer);
      }
    }
    if (longest.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(dialect.upsert(ADD))) {
      SqlArrays.set(insert, 1, "uuid", longest.keySet().toArray());
      SqlArrays.set(
          insert, 2, "bigint", longest.values().stream().map(Outcome::webhookVersion).toArray());
      SqlArrays.set(
          insert,
          3,
          "double precision",
          longest.values().stream().map(outcome -> wait(outcome).toMillis() / 1000.0).toArray());
      dialect.executeUpsert(insert);
    }
  }

  /** Notes that the owner's pause of a webhook ends. A pause that the receiver asked for stays. */
  static void endNow(Connection connection, UUID webhookId, Dialect dialect) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(dialect.upsert(END_NOW))) {
      insert.setObject(1, webhookId);
      dialect.executeUpsert(insert);
    }
  }

  private static Outcome longer(Outcome one, Outcome other) {
    return wait(one).compareTo(wait(other)) < 0 ? other : one;
  }

  private static Duration wait(Outcome outcome) {
    return outcome.attempt().retryAfter().orElseThrow();
  }
}
