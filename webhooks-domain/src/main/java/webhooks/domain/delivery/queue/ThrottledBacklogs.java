package webhooks.domain.delivery.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.option.rate.Throttle;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscriptions;

/**
 * The throttled webhooks of a claim from backlogs, in its transaction.
 *
 * <p>The claim locks one row for each of them, so claims of several nodes share the rate exactly. A
 * row that another node has locked is skipped: that node leases deliveries now. A lease uses up the
 * rate when it is written, so a lease that is not sent costs one request. The requests in flight
 * are counted by the leases in the queue, so they need no count that a crash could leave wrong.
 */
final class ThrottledBacklogs {
  private static final ThrottledBacklogs NONE = new ThrottledBacklogs(Map.of());

  /** Bounds how often a webhook is looked at, also if its rate is high. */
  private static final Duration MIN_WAIT = Duration.ofMillis(50);

  private static final String LOCK =
      "select webhook_id, extract(epoch from current_timestamp - next_at), leased"
          + " from webhook_throttle where webhook_id = any(?) order by webhook_id";

  private static final String ADD =
      """
      insert into webhook_throttle (webhook_id, account_id, next_at, leased)
      select w.id, w.account_id, current_timestamp, cast(? as uuid array) from webhook w
      where w.id = any(?) and not exists (select 1 from webhook_throttle t where t.webhook_id = w.id)
      order by w.id
      """;

  /** {@code coalesce} keeps the planner from the index of due times. */
  private static final String IN_FLIGHT =
      "select id from delivery_pending where id = any(?) and lease is not null"
          + " and coalesce(due_at, current_timestamp) > current_timestamp";

  private static final String ADVANCE =
      """
      update webhook_throttle set requests_per_second = ?, leased = cast(? as uuid array),
        next_at = greatest(next_at, current_timestamp - %s) + %s
      where webhook_id = ?
      """
          .formatted(seconds(), seconds());

  private final Map<UUID, Grant> grants;

  /**
   * What a claim may lease of one webhook.
   *
   * @param since how many seconds ago the next request was allowed
   * @param inFlight the deliveries in flight; none if their number is not bounded
   */
  private record Grant(Throttle throttle, double since, List<UUID> inFlight) {
    /** The grant while another claim holds the row. */
    static Grant none(Throttle throttle) {
      return new Grant(throttle, Double.NEGATIVE_INFINITY, List.of());
    }

    boolean isLocked() {
      return since > Double.NEGATIVE_INFINITY;
    }

    int allowed() {
      return isLocked() ? throttle.allowed(since, inFlight.size()) : 0;
    }

    /** Returns how long it takes until a request is allowed after so many more. */
    Duration waitAfter(int leased) {
      double late = Math.min(since, Throttle.TOLERANCE.toMillis() / 1000.0);
      double wait = isLocked() ? throttle.seconds(leased) - late : 0;
      Duration until = Duration.ofMillis((long) Math.ceil(Math.max(0, wait) * 1000));
      return until.compareTo(MIN_WAIT) > 0 ? until : MIN_WAIT;
    }
  }

  private ThrottledBacklogs(Map<UUID, Grant> grants) {
    this.grants = grants;
  }

  private static String seconds() {
    return "cast(? as double precision) * interval '1' second";
  }

  /** Locks the rows of the throttled ones among these webhooks, as far as this node knows them. */
  static ThrottledBacklogs lock(
      Connection connection, Dialect dialect, Subscriptions subscriptions, Set<UUID> webhooks)
      throws SQLException {
    List<UUID> throttled =
        webhooks.stream()
            .filter(id -> subscriptions.find(id).filter(one -> one.isThrottled()).isPresent())
            .filter(id -> !subscriptions.isPaused(id))
            .toList();
    if (throttled.isEmpty()) {
      return NONE;
    }
    subscriptions.loadOptions(connection, throttled);
    Map<UUID, Grant> grants = new HashMap<>();
    for (UUID id : throttled) {
      subscriptions
          .find(id)
          .flatMap(subscriptions::withOptions)
          .map(SendableWebhook::options)
          .map(options -> options.throttle().orElse(Throttle.NONE))
          .ifPresent(throttle -> grants.put(id, Grant.none(throttle)));
    }
    lock(connection, dialect, grants);
    Set<UUID> inFlight =
        inFlight(connection, grants.values().stream().flatMap(one -> one.inFlight().stream()));
    grants.replaceAll(
        (id, grant) ->
            new Grant(
                grant.throttle(),
                grant.since(),
                grant.inFlight().stream().filter(inFlight::contains).toList()));
    return new ThrottledBacklogs(grants);
  }

  private static void lock(Connection connection, Dialect dialect, Map<UUID, Grant> grants)
      throws SQLException {
    Set<UUID> missing = new HashSet<>(grants.keySet());
    try (PreparedStatement lock = connection.prepareStatement(LOCK + dialect.skipLocked())) {
      SqlArrays.set(lock, 1, "uuid", grants.keySet().toArray());
      try (ResultSet rows = lock.executeQuery()) {
        while (rows.next()) {
          UUID id = SqlRows.uuid(rows, 1);
          missing.remove(id);
          Throttle throttle = grants.get(id).throttle();
          grants.put(id, new Grant(throttle, rows.getDouble(2), leased(throttle, rows)));
        }
      }
    }
    if (!missing.isEmpty()) {
      add(connection, dialect, missing);
    }
  }

  private static List<UUID> leased(Throttle throttle, ResultSet row) throws SQLException {
    return throttle.maxInFlight().isEmpty()
        ? List.of()
        : Arrays.stream((Object[]) row.getArray(3).getArray()).map(UUID.class::cast).toList();
  }

  /** Adds the rows that do not exist. The next claim locks them. */
  private static void add(Connection connection, Dialect dialect, Collection<UUID> missing)
      throws SQLException {
    try (PreparedStatement add = connection.prepareStatement(ADD + dialect.onConflictDoNothing())) {
      SqlArrays.set(add, 1, "uuid", new Object[0]);
      SqlArrays.set(add, 2, "uuid", missing.toArray());
      add.executeUpdate();
    }
  }

  private static Set<UUID> inFlight(Connection connection, Stream<UUID> leased)
      throws SQLException {
    Object[] ids = leased.toArray();
    if (ids.length == 0) {
      return Set.of();
    }
    try (PreparedStatement select = connection.prepareStatement(IN_FLIGHT)) {
      SqlArrays.set(select, 1, "uuid", ids);
      return Set.copyOf(SqlRows.uuids(select));
    }
  }

  /** Returns how many deliveries the claim may read of each webhook, at most those wanted. */
  Map<UUID, Integer> limit(Map<UUID, Integer> wanted) {
    if (grants.isEmpty()) {
      return wanted;
    }
    Map<UUID, Integer> limits = new HashMap<>(wanted);
    grants.forEach(
        (id, grant) -> limits.computeIfPresent(id, (same, max) -> Math.min(max, grant.allowed())));
    limits.values().removeIf(max -> max == 0);
    return limits;
  }

  /** Returns whether the claim has asked the throttle of a webhook. */
  boolean has(UUID webhookId) {
    return grants.containsKey(webhookId);
  }

  /** Writes what the claim has leased. */
  void advance(Connection connection, List<PendingRow> leased) throws SQLException {
    Map<UUID, List<UUID>> added =
        leased.stream()
            .filter(row -> has(row.webhookId()))
            .collect(
                Collectors.groupingBy(
                    PendingRow::webhookId,
                    Collectors.mapping(PendingRow::id, Collectors.toList())));
    if (added.isEmpty()) {
      return;
    }
    try (PreparedStatement advance = connection.prepareStatement(ADVANCE)) {
      for (Map.Entry<UUID, List<UUID>> one : added.entrySet()) {
        set(advance, grants.get(one.getKey()), one.getValue());
        advance.setObject(5, one.getKey());
        advance.addBatch();
      }
      advance.executeBatch();
    }
  }

  private static void set(PreparedStatement advance, Grant grant, List<UUID> added)
      throws SQLException {
    Throttle throttle = grant.throttle();
    if (throttle.requestsPerSecond().isPresent()) {
      advance.setDouble(1, throttle.requestsPerSecond().get().doubleValue());
    } else {
      advance.setNull(1, Types.DOUBLE);
    }
    List<UUID> inFlight = new ArrayList<>(grant.inFlight());
    if (throttle.maxInFlight().isPresent()) {
      inFlight.addAll(added);
    }
    SqlArrays.set(advance, 2, "uuid", inFlight.toArray());
    advance.setDouble(3, Throttle.TOLERANCE.toMillis() / 1000.0);
    advance.setDouble(4, throttle.seconds(added.size()));
  }

  /**
   * Returns the webhooks that may have more deliveries, with the time until one may be leased.
   *
   * @param sendable the webhooks of which the claim has read rows that can be sent
   * @param leased how many deliveries of each webhook it has leased
   */
  Map<UUID, Duration> waits(Set<UUID> sendable, Map<UUID, Integer> leased) {
    Map<UUID, Duration> waits = new HashMap<>();
    grants.forEach(
        (id, grant) -> {
          if (grant.allowed() == 0 || sendable.contains(id)) {
            waits.put(id, grant.waitAfter(leased.getOrDefault(id, 0)));
          }
        });
    return waits;
  }
}
