package webhooks.domain.delivery.history.account;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.QueryTime;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.StatisticsWindow;
import webhooks.domain.id.Ids;
import webhooks.domain.subscription.Subscription;

/**
 * Reads how many pending and finished deliveries each account has, at a bounded cost: reads the
 * beginnings of the two indexes of pending deliveries, and the newest finished deliveries.
 */
@Stateless
public class AccountOverviewRepository {
  /** The maximum number of entries of each index of pending deliveries that are counted. */
  static final int MAX_PENDING = 20_000;

  /** The maximum number of newest finished deliveries that are counted. */
  static final int MAX_FINISHED = 20_000;

  private static final int MAX_ACCOUNTS = 100;

  /** The time that the queries may take. */
  private static final Duration MAX_TIME = Duration.ofSeconds(2);

  /**
   * Counts as {@code PendingCount} does. The order is that of the indexes: without it, PostgreSQL
   * may read the whole table. H2 would sort all pending deliveries.
   */
  private static final String PENDING =
      """
      select account_id, count(*) as deliveries, min(created) as oldest,
        count(case when due_at is null then 1 end) as without_time
      from (
        (select account_id, created, due_at from delivery_pending d
          where due_at is null and %1$s %2$s fetch first %4$d rows only)
        union all
        (select account_id, created, due_at from delivery_pending d
          where due_at is not null and %1$s %3$s fetch first %4$d rows only)
      ) pending group by account_id
      """;

  private static final String FINISHED =
      """
      select account_id, status, number > %1$d as uncounted, count(*) as deliveries,
        min(created) as oldest
      from (select account_id, status, created, row_number() over (order by id desc) as number
        from (select id, account_id, status, created from delivery_finished where id >= ?
          order by id desc fetch first %2$d rows only) newest
        where created >= ?) n
      group by account_id, status, number > %1$d
      """
          .formatted(MAX_FINISHED, MAX_FINISHED + 1);

  /** Accounts that own webhooks. Accounts without deliveries are found by this query only. */
  private static final String WITH_WEBHOOKS =
      """
      select distinct account_id from webhook_owner
      where webhooks > 0 and position(? in lower(account_id)) > 0
      order by account_id fetch first %d rows only
      """
          .formatted(MAX_ACCOUNTS);

  private Database database;

  /** Creates the bean, for the container. */
  public AccountOverviewRepository() {}

  /** Creates the repository. */
  @Inject
  public AccountOverviewRepository(Database database) {
    this.database = database;
  }

  /** The numbers of one account while they are read. */
  private static final class Counts {
    private final Map<DeliveryStatus, Long> finished = new EnumMap<>(DeliveryStatus.class);
    private long pending;
    private Optional<Instant> oldest = Optional.empty();

    private AccountFigures figures(String accountId) {
      for (DeliveryStatus status : DeliveryStatus.values()) {
        if (status != DeliveryStatus.PENDING) {
          finished.putIfAbsent(status, 0L);
        }
      }
      return new AccountFigures(accountId, pending, oldest, finished);
    }
  }

  /**
   * Reads the overview in one transaction.
   *
   * @param search a part of the accounts' ids, in any case; then accounts that own webhooks are
   *     found too, although they have no deliveries
   */
  public AccountOverview read(StatisticsWindow window, Optional<String> search) {
    try (Connection connection = database.connection()) {
      QueryTime time = QueryTime.limit(connection, database.dialect(), MAX_TIME);
      Map<String, Counts> accounts = new HashMap<>();
      boolean complete = readPending(connection, database.dialect(), accounts);
      time.check();
      Instant now = SqlRows.now(connection);
      Instant since = now.minus(window.length());
      Optional<Instant> countedSince = readFinished(connection, since, accounts);
      if (search.isPresent()) {
        find(connection, search.get().toLowerCase(Locale.ROOT), accounts);
      }
      return new AccountOverview(
          window,
          Duration.between(countedSince.orElse(since), now),
          countedSince,
          complete,
          sorted(accounts));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static void find(Connection connection, String part, Map<String, Counts> accounts)
      throws SQLException {
    accounts.keySet().removeIf(id -> !id.toLowerCase(Locale.ROOT).contains(part));
    try (PreparedStatement select = connection.prepareStatement(WITH_WEBHOOKS)) {
      select.setString(1, part);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          accounts.computeIfAbsent(rows.getString(1), unused -> new Counts());
        }
      }
    }
  }

  private static boolean readPending(
      Connection connection, Dialect dialect, Map<String, Counts> accounts) throws SQLException {
    boolean ordered = dialect == Dialect.POSTGRESQL;
    String sql =
        PENDING.formatted(
            Subscription.DELIVERABLE,
            ordered ? "order by webhook_id, id" : "",
            ordered ? "order by due_at" : "",
            MAX_PENDING + 1);
    long withoutTime = 0;
    long all = 0;
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Counts counts = accounts.computeIfAbsent(rows.getString(1), unused -> new Counts());
        counts.pending = rows.getLong("deliveries");
        counts.oldest = Optional.of(instant(rows));
        all += counts.pending;
        withoutTime += rows.getLong("without_time");
      }
    }
    return withoutTime <= MAX_PENDING && all - withoutTime <= MAX_PENDING;
  }

  /**
   * Returns the time of the oldest counted delivery if older ones of the window are not counted.
   */
  private static Optional<Instant> readFinished(
      Connection connection, Instant since, Map<String, Counts> accounts) throws SQLException {
    boolean complete = true;
    Optional<Instant> oldest = Optional.empty();
    try (PreparedStatement select = connection.prepareStatement(FINISHED)) {
      select.setObject(1, Ids.firstOf(since.minus(Ids.MAX_CLOCK_DIFFERENCE)));
      select.setObject(2, since.atOffset(ZoneOffset.UTC));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          if (rows.getBoolean("uncounted")) {
            complete = false;
            continue;
          }
          accounts
              .computeIfAbsent(rows.getString(1), unused -> new Counts())
              .finished
              .merge(
                  DeliveryStatus.of(rows.getInt("status")), rows.getLong("deliveries"), Long::sum);
          Instant first = instant(rows);
          oldest = oldest.filter(first::isAfter).or(() -> Optional.of(first));
        }
      }
    }
    return complete ? Optional.empty() : oldest;
  }

  private static List<AccountFigures> sorted(Map<String, Counts> accounts) {
    return accounts.entrySet().stream()
        .map(account -> account.getValue().figures(account.getKey()))
        .sorted(
            Comparator.comparingLong(AccountFigures::pending)
                .thenComparingLong(AccountFigures::finishedInAll)
                .reversed()
                .thenComparing(AccountFigures::accountId))
        .limit(MAX_ACCOUNTS)
        .toList();
  }

  private static Instant instant(ResultSet row) throws SQLException {
    return row.getObject("oldest", OffsetDateTime.class).toInstant();
  }
}
