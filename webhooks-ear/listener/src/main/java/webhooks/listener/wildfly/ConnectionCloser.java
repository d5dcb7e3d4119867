package webhooks.listener.wildfly;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.ListenerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Closes the connections of WildFly's listener when the application ends.
 *
 * <p>While WildFly stops or reloads, it accepts no connection more, but answers on the open ones
 * for as long as their clients use them: first 503, and then 404, which would make publishers drop
 * their events. WildFly loads this class by its name; other servers never do.
 */
public final class ConnectionCloser implements ServletExtension {
  private static final Logger LOG = Logger.getLogger(ConnectionCloser.class.getName());

  /** Creates the extension, for WildFly. */
  public ConnectionCloser() {}

  @Override
  public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
    Connections connections = new Connections();
    deployment.addInitialHandlerChainWrapper(connections::observe);
    deployment.addListener(
        new ListenerInfo(Connections.class, new ImmediateInstanceFactory<>(connections)));
  }

  /** The connections that have sent a request to the application. */
  private static final class Connections implements ServletContextListener {
    private final Set<ServerConnection> open = ConcurrentHashMap.newKeySet();
    private final Set<ServerConnection> busy = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    HttpHandler observe(HttpHandler next) {
      return exchange -> {
        begin(exchange);
        next.handleRequest(exchange);
      };
    }

    private void begin(HttpServerExchange exchange) {
      ServerConnection connection = exchange.getConnection();
      busy.add(connection);
      if (open.add(connection)) {
        connection.addCloseListener(this::forget);
      }
      exchange.addExchangeCompleteListener(
          (completed, others) -> {
            busy.remove(connection);
            if (ended) {
              close(connection);
            }
            others.proceed();
          });
    }

    private static void close(ServerConnection connection) {
      try {
        connection.close();
      } catch (IOException e) {
        LOG.log(Level.FINE, "A connection did not end in good order", e);
      }
    }

    private void forget(ServerConnection connection) {
      open.remove(connection);
      busy.remove(connection);
    }

    /** Requests that are being answered keep their connections until then. */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
      ended = true;
      open.stream().filter(connection -> !busy.contains(connection)).forEach(Connections::close);
    }
  }
}
