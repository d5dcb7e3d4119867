package webhooks.listener;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.IOStrategy;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;

/**
 * Grizzly's default strategy, which also adds a {@link RequestGuard} to each listener, and a {@link
 * ReloadingTls} to each with TLS.
 *
 * <p>The strategy is the only class of an HTTP listener that Payara's configuration can name: the
 * attribute {@code io-strategy} of a transport. It sees the first connection of a listener before
 * any request.
 */
@SuppressWarnings("rawtypes") // The methods of IOStrategy have raw types.
public final class GuardedStrategy implements IOStrategy {
  private static final GuardedStrategy INSTANCE = new GuardedStrategy();

  /** Begins the name of the threads of Payara's own listener, which asadmin needs. */
  private static final String ADMINISTRATION = "admin-listener";

  private final IOStrategy strategy = WorkerThreadIOStrategy.getInstance();

  private GuardedStrategy() {}

  /** Returns the strategy. Payara calls this method by reflection. */
  public static GuardedStrategy getInstance() {
    return INSTANCE;
  }

  @Override
  public boolean executeIoEvent(Connection connection, IOEvent event, boolean isEnabled)
      throws IOException {
    if (event == IOEvent.SERVER_ACCEPT && !isAdministration(connection.getTransport())) {
      guard((FilterChain) connection.getTransport().getProcessor());
    }
    return strategy.executeIoEvent(connection, event, isEnabled);
  }

  private static boolean isAdministration(Transport transport) {
    String threads = transport.getKernelThreadPoolConfig().getPoolName();
    return threads != null && threads.startsWith(ADMINISTRATION);
  }

  /** Adds the guard behind the filter that parses requests. One thread accepts connections. */
  static void guard(FilterChain listener) {
    int parser = listener.indexOfType(HttpServerFilter.class);
    if (parser >= 0 && listener.indexOfType(RequestGuard.class) < 0) {
      listener.add(parser + 1, new RequestGuard());
      ReloadingTls.install(listener);
    }
  }

  @Override
  public boolean executeIoEvent(Connection connection, IOEvent event) throws IOException {
    return executeIoEvent(connection, event, true);
  }

  @Override
  public Executor getThreadPoolFor(Connection connection, IOEvent event) {
    return strategy.getThreadPoolFor(connection, event);
  }

  @Override
  public ThreadPoolConfig createDefaultWorkerPoolConfig(Transport transport) {
    return strategy.createDefaultWorkerPoolConfig(transport);
  }
}
