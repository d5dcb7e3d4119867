package webhooks.domain.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import webhooks.domain.histogram.Histogram;
import webhooks.domain.limit.RequestCaller;
import webhooks.domain.limit.RequestWaits;
import webhooks.settings.RequestConnections;

/**
 * The product's database: PostgreSQL, or H2 embedded for one node.
 *
 * <p>A JTA transaction has one connection, which all its SQL and JPA use, until its end. If it took
 * a second one from the pool, transactions that all wait for their second one would block each
 * other. Payara's pool would give it another one while the first is open, because the data source
 * is not XA.
 */
@ApplicationScoped
public class Database {
  /**
   * How many connections requests have at the same time: half of the pool's 32. The others are for
   * intake, the claimer, the recorder and the upkeep, whose threads are more, but seldom busy
   * together.
   */
  static final int MAX_FOR_REQUESTS = RequestConnections.MAX;

  /** How many requests may have a connection or wait for one: all threads for requests. */
  static final int MAX_REQUESTS = 64;

  /** The pool waits as long for a connection. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(5);

  private static final String BUSY = "Too many requests use the database. Try again later.";

  /** The key of the connection among the resources of its transaction. */
  private static final Object CONNECTION = Database.class;

  @Resource(lookup = "java:app/jdbc/webhooks")
  private DataSource dataSource;

  @Resource private TransactionSynchronizationRegistry transactions;

  private final RequestWaits waits = new RequestWaits(MAX_REQUESTS, MAX_WAIT, BUSY);

  private final ConcurrencyLimit forRequests =
      new ConcurrencyLimit(MAX_FOR_REQUESTS, MAX_WAIT, BUSY);

  private final Histogram connectionWaits =
      Histogram.ofDurations(
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          Duration.ofMillis(25),
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5));
  private final LongAdder refusedConnections = new LongAdder();

  /**
   * The server's data source for JPA. On Payara only its connections may stay open until the end of
   * a transaction. Payara binds a connection of {@link #dataSource} to the bean's instance that
   * takes it, and the next call of that instance would use it in another transaction.
   */
  private volatile DataSource forTransactions;

  private volatile Dialect dialect;
  private RuntimeException startupFailure;

  /** Creates the bean, for the container. */
  protected Database() {
    this(null);
  }

  /** Creates a database that is used without transactions, outside a container. */
  public Database(DataSource dataSource) {
    this(dataSource, null);
  }

  /** Creates a database without a container, for tests. */
  Database(DataSource dataSource, TransactionSynchronizationRegistry transactions) {
    this.dataSource = dataSource;
    this.transactions = transactions;
  }

  /** Returns the data source. */
  public DataSource dataSource() {
    return dataSource;
  }

  /** Makes a persistence unit take its connections here, for all statements of a transaction. */
  public void share(EntityManagerFactory entities) {
    forTransactions = JpaConnector.install(entities, this);
  }

  /**
   * Returns the connection of the current transaction, which stays open until its end, or a new
   * connection if there is no transaction. The caller closes it.
   *
   * @throws SQLException if the pool has no connection
   * @throws DatabaseFailure if the current thread serves a request, and other requests keep all
   *     connections that it may use for as long as it waits
   * @throws webhooks.domain.error.Refusal {@code ServiceUnavailable} at once, if too many requests
   *     of the caller or its account use the database
   */
  public Connection connection() throws SQLException {
    if (!isInTransaction()) {
      return take(dataSource).untilClosed();
    }
    TakenConnection known = (TakenConnection) transactions.getResource(CONNECTION);
    return (known == null ? takeForTransaction() : known).untilCompletion();
  }

  private boolean isInTransaction() {
    if (transactions == null) {
      return false;
    }
    int status = transactions.getTransactionStatus();
    return status == Status.STATUS_ACTIVE || status == Status.STATUS_MARKED_ROLLBACK;
  }

  private TakenConnection takeForTransaction() throws SQLException {
    DataSource ofServer = forTransactions;
    TakenConnection taken = take(ofServer == null ? dataSource : ofServer);
    try {
      transactions.registerInterposedSynchronization(taken);
      transactions.putResource(CONNECTION, taken);
      return taken;
    } catch (RuntimeException e) {
      taken.release();
      throw e;
    }
  }

  private TakenConnection take(DataSource pool) throws SQLException {
    long begin = System.nanoTime();
    RequestCaller caller = RequestCaller.current();
    Runnable permit = caller.isRequest() ? permit(caller) : () -> {};
    try {
      TakenConnection taken = TakenConnection.of(pool, permit);
      connectionWaits.record(System.nanoTime() - begin);
      return taken;
    } catch (SQLException | RuntimeException | Error e) {
      refusedConnections.increment();
      permit.run();
      throw e;
    }
  }

  /**
   * Waits until the caller's request may have a connection; accounts take turns.
   *
   * @return an action that ends the permit
   */
  private Runnable permit(RequestCaller caller) {
    RequestWaits.Wait wait = waits.begin(caller);
    try {
      forRequests.acquireUntil(caller.account(), wait.end());
    } catch (RuntimeException e) {
      refusedConnections.increment();
      wait.share().close();
      throw e;
    }
    return () -> {
      forRequests.release(caller.account());
      wait.share().close();
    };
  }

  /** Returns how long callers waited for their connections. Long waits show a used-up pool. */
  public Histogram connectionWaits() {
    return connectionWaits;
  }

  /** Returns how often the pool had no connection, or a request did not get its turn. */
  public long refusedConnections() {
    return refusedConnections.sum();
  }

  /** Returns the directory of the embedded database's files; empty if the database has a server. */
  public Optional<Path> directory() {
    if (dialect() != Dialect.H2) {
      return Optional.empty();
    }
    try (Connection connection = dataSource.getConnection()) {
      return Optional.of(DatabaseStartup.file(connection.getMetaData().getURL()).getParent());
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns which database this is. The first call waits until the database answers.
   *
   * @throws webhooks.settings.InvalidSetting if the database refuses this node, does not answer in
   *     time or is not supported, also at each further call
   */
  public Dialect dialect() {
    Dialect known = dialect;
    return known == null ? detect() : known;
  }

  private synchronized Dialect detect() {
    if (startupFailure != null) {
      // Many beans call this method. They must not repeat the wait one after the other.
      throw startupFailure;
    }
    if (dialect == null) {
      try {
        dialect = new DatabaseStartup(dataSource).awaitDatabase();
      } catch (RuntimeException e) {
        startupFailure = e;
        throw e;
      }
    }
    return dialect;
  }
}
