package webhooks.domain.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The product's database: PostgreSQL, or H2 embedded for one node.
 *
 * <p>A connection taken inside a JTA transaction belongs to it: closing returns it, the
 * transaction's end commits it.
 */
@ApplicationScoped
public class Database {
  @Resource(lookup = "java:app/jdbc/webhooks")
  private DataSource dataSource;

  private volatile Boolean embedded;
  private RuntimeException givenUp;

  /** Creates the bean; for the container. */
  protected Database() {}

  /** Creates a database on a data source of the caller's; for tests without a container. */
  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Returns the data source. */
  public DataSource dataSource() {
    return dataSource;
  }

  /**
   * Returns a connection, of the transaction under way if there is one.
   *
   * @throws SQLException if none is to be had
   */
  public Connection connection() throws SQLException {
    return dataSource.getConnection();
  }

  /**
   * Returns whether the database is H2, which lies in this process and serves it alone. Asked for
   * the first time, it waits for a database that is not there yet.
   */
  public boolean isEmbedded() {
    Boolean known = embedded;
    return known == null ? firstKnown() : known;
  }

  private synchronized boolean firstKnown() {
    if (givenUp != null) {
      // Not waited for again by each bean in turn.
      throw givenUp;
    }
    if (embedded == null) {
      try {
        embedded = new DatabaseStartup(dataSource).awaitDatabase();
      } catch (RuntimeException e) {
        givenUp = e;
        throw e;
      }
    }
    return embedded;
  }
}
