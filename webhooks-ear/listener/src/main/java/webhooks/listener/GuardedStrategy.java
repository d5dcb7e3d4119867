package webhooks.listener;

import java.io.IOException;
import java.util.logging.Logger;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Context;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.IOEventLifeCycleListener;
import org.glassfish.grizzly.IOStrategy;
import org.glassfish.grizzly.Transport;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.strategies.AbstractIOStrategy;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.grizzly.threadpool.GrizzlyExecutorService;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;

/**
 * Adds a {@link RequestGuard} to each listener but the administration's, replaces the TLS of each
 * such listener with TLS ({@link ReloadingTls}), and reads requests on the selector's threads.
 *
 * <p>The strategy is the only class of an HTTP listener that Payara's configuration can name: the
 * attribute {@code io-strategy} of a transport. It sees the first connection of a listener before
 * any request.
 *
 * <p>Grizzly's default strategy would use a request thread for all requests that a connection has
 * sent. Here the guard gives each request a thread in its turn. Handshakes of TLS have threads of
 * their own, and also get them in turn by address. The default strategy does everything else.
 */
@SuppressWarnings("rawtypes") // The methods of IOStrategy have raw types.
public final class GuardedStrategy extends AbstractIOStrategy {
  private static final Logger LOG = Logger.getLogger(GuardedStrategy.class.getName());

  /** Begins the name of the threads of Payara's own listener, which asadmin needs. */
  private static final String ADMINISTRATION = "admin-listener";

  /** A handshake takes milliseconds of processor time, which reading requests must not wait for. */
  static final int HANDSHAKE_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);

  /** All listeners share the tokens, because clients may use any listener. */
  private static final AcceptedTokens TOKENS = new AcceptedTokens();

  private static final IOEventLifeCycleListener READ_ON =
      new IOEventLifeCycleListener.Adapter() {
        @Override
        public void onReregister(Context context) throws IOException {
          ClientInput.of(context.getConnection()).read();
        }

        @Override
        public void onComplete(Context context, Object data) throws IOException {
          ClientInput.of(context.getConnection()).read();
        }
      };

  private static final GuardedStrategy INSTANCE = new GuardedStrategy();

  private final IOStrategy strategy = WorkerThreadIOStrategy.getInstance();
  private final RequestQueue handshakes =
      new RequestQueue(
          GrizzlyExecutorService.createInstance(
              ThreadPoolConfig.defaultConfig()
                  .setPoolName("webhooks-handshake")
                  .setDaemon(true)
                  .setCorePoolSize(HANDSHAKE_THREADS)
                  .setMaxPoolSize(HANDSHAKE_THREADS)),
          HANDSHAKE_THREADS);

  private GuardedStrategy() {}

  /** Returns the strategy. Payara calls this method by reflection. */
  public static GuardedStrategy getInstance() {
    return INSTANCE;
  }

  @Override
  public boolean executeIoEvent(Connection connection, IOEvent event, boolean isEnabled)
      throws IOException {
    Transport transport = connection.getTransport();
    if (event == IOEvent.SERVER_ACCEPT && !isAdministration(transport)) {
      guard(
          (FilterChain) transport.getProcessor(),
          (GrizzlyExecutorService) transport.getWorkerThreadPool());
    }
    if (event != IOEvent.READ || !isGuarded((FilterChain) transport.getProcessor())) {
      return strategy.executeIoEvent(connection, event, isEnabled);
    }
    if (ClientInput.of(connection).handleReadable()) {
      return true;
    }
    if (isEnabled) {
      connection.disableIOEvent(event);
    }
    Runnable read = () -> fireIOEvent(connection, event, READ_ON, LOG);
    if (FirstHandshake.isDue((FilterChain) transport.getProcessor(), connection)) {
      ClientInput.of(connection)
          .waitIn(
              handshakes,
              QueueKey.unverified(ClientNetwork.of(connection)),
              read,
              connection::terminateSilently);
    } else {
      read.run();
    }
    return true;
  }

  private static boolean isAdministration(Transport transport) {
    String threads = transport.getKernelThreadPoolConfig().getPoolName();
    return threads != null && threads.startsWith(ADMINISTRATION);
  }

  private static boolean isGuarded(FilterChain listener) {
    return listener.indexOfType(RequestGuard.class) >= 0;
  }

  /**
   * Adds the guard, and the filter that finds callers, behind the filter that parses requests, and
   * replaces Grizzly's filters for input, bodies and TLS. Does nothing if the listener has a guard.
   * It needs no lock, because one thread accepts connections.
   */
  static void guard(FilterChain listener, GrizzlyExecutorService threads) {
    int parser = listener.indexOfType(HttpServerFilter.class);
    if (parser >= 0 && !isGuarded(listener)) {
      CallerFilter callers = new CallerFilter(TOKENS);
      int size = threads.getConfiguration().getMaxPoolSize();
      listener.add(
          parser + 1,
          new RequestGuard(
              new RequestQueue(
                  new RequestThreads(threads, WakeClock.SYSTEM),
                  size,
                  RequestQueue.maxComputing(Runtime.getRuntime().availableProcessors(), size),
                  WakeClock.SYSTEM),
              new ConnectionLimit(
                  ConnectionLimit.max(Runtime.getRuntime().maxMemory()), System::nanoTime),
              callers));
      listener.add(parser + 2, callers);
      listener.set(listener.indexOfType(TransportFilter.class), new KeptInput());
      SeparateBody.install((HttpServerFilter) listener.get(parser));
      ReloadingTls.install(listener);
      RenewedKeys.install(listener);
      FirstHandshake.observe(listener);
    }
  }
}
