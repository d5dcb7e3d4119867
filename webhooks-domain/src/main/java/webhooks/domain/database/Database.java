package webhooks.domain.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import webhooks.domain.histogram.Histogram;

/**
 * The product's database: PostgreSQL, or H2 embedded for one node.
 *
 * <p>A connection that is taken inside a JTA transaction belongs to it: closing it returns it to
 * the pool, and the end of the transaction commits it.
 */
@ApplicationScoped
public class Database {
  @Resource(lookup = "java:app/jdbc/webhooks")
  private DataSource dataSource;

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
  private volatile Dialect dialect;
  private RuntimeException startupFailure;

  /** Creates the bean, for the container. */
  protected Database() {}

  /** Creates a database with a given data source, for tests without a container. */
  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Returns the data source. */
  public DataSource dataSource() {
    return dataSource;
  }

  /**
   * Returns a connection. It belongs to the current transaction, if there is one.
   *
   * @throws SQLException if the pool has no connection
   */
  public Connection connection() throws SQLException {
    long begin = System.nanoTime();
    try {
      Connection connection = dataSource.getConnection();
      connectionWaits.record(System.nanoTime() - begin);
      return connection;
    } catch (SQLException e) {
      refusedConnections.increment();
      throw e;
    }
  }

  /** Returns how long callers waited for their connections: a pool that is used up shows here. */
  public Histogram connectionWaits() {
    return connectionWaits;
  }

  /** Returns how often the pool had no connection. */
  public long refusedConnections() {
    return refusedConnections.sum();
  }

  /** Returns which database this is. The first call waits until the database answers. */
  public Dialect dialect() {
    Dialect known = dialect;
    return known == null ? detect() : known;
  }

  private synchronized Dialect detect() {
    if (startupFailure != null) {
      // Each bean calls this method: they must not wait one after the other.
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
