package webhooks.domain.database;

import jakarta.transaction.Synchronization;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A connection of the pool, until it is closed or until the end of its transaction.
 *
 * <p>With assertions, as in tests, a thread that has a connection and takes another one fails. So
 * each test shows that its transactions have one connection.
 */
final class TakenConnection implements Synchronization {
  private static final Logger LOG = Logger.getLogger(TakenConnection.class.getName());

  private static final Set<Thread> HOLDERS = ConcurrentHashMap.newKeySet();

  private final Connection pooled;
  private final Thread holder;
  private final Runnable afterRelease;
  private final AtomicBoolean released = new AtomicBoolean();

  private TakenConnection(Connection pooled, Thread holder, Runnable afterRelease) {
    this.pooled = pooled;
    this.holder = holder;
    this.afterRelease = afterRelease;
  }

  /**
   * Takes a connection for the current thread.
   *
   * @param afterRelease runs once, after the connection was closed; not if this method throws
   */
  static TakenConnection of(DataSource pool, Runnable afterRelease) throws SQLException {
    Thread thread = Thread.currentThread();
    boolean isFirst = HOLDERS.add(thread);
    assert isFirst : "The thread takes a second connection";
    try {
      return new TakenConnection(pool.getConnection(), thread, afterRelease);
    } catch (SQLException | RuntimeException | Error e) {
      HOLDERS.remove(thread);
      throw e;
    }
  }

  /** Returns the connection for its only use: {@code close} returns it to the pool. */
  Connection untilClosed() {
    return handle(this::release);
  }

  /** Returns the connection for one use in its transaction: {@code close} does nothing. */
  Connection untilCompletion() {
    return handle(() -> {});
  }

  /** Ends a use of the connection. */
  private interface Close {
    void run() throws SQLException;
  }

  private Connection handle(Close close) {
    return (Connection)
        Proxy.newProxyInstance(
            TakenConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              if (method.getName().equals("close")) {
                close.run();
                return null;
              }
              try {
                return method.invoke(pooled, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Returns the connection to the pool at the first call. Does nothing at further ones. */
  void release() throws SQLException {
    if (released.compareAndSet(false, true)) {
      try {
        pooled.close();
      } finally {
        HOLDERS.remove(holder);
        afterRelease.run();
      }
    }
  }

  @Override
  public void beforeCompletion() {
    // JPA writes its changes by this connection before the commit.
  }

  @Override
  public void afterCompletion(int status) {
    try {
      release();
    } catch (SQLException e) {
      LOG.log(Level.FINE, "The connection was lost at the end of its transaction", e);
    }
  }
}
