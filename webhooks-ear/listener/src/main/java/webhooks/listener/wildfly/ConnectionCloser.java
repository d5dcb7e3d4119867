package webhooks.listener.wildfly;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.ListenerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.listener.UnavailableAnswer;

/**
 * Closes the connections of WildFly's listener when the application ends.
 *
 * <p>While WildFly stops or reloads, it accepts no connection more, but answers on the open ones
 * for as long as their clients use them: first 503 without {@code Retry-After}, which this class
 * adds, and then 404, which would make publishers drop their events. WildFly loads this class by
 * its name; other servers never do.
 */
public final class ConnectionCloser implements ServletExtension {
  private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");
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
      exchange.addDefaultResponseListener(Connections::answerUnavailable);
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

    /** Answers a request that WildFly itself refuses while it stops. */
    private static boolean answerUnavailable(HttpServerExchange exchange) {
      if (exchange.getStatusCode() != StatusCodes.SERVICE_UNAVAILABLE
          || !exchange.isResponseChannelAvailable()) {
        // Undertow also asks for requests that the application has answered.
        return false;
      }
      exchange.setPersistent(false);
      exchange
          .getResponseHeaders()
          .put(Headers.RETRY_AFTER, UnavailableAnswer.RETRY_AFTER_SECONDS)
          .put(Headers.CONTENT_TYPE, "application/json")
          .put(CONTENT_TYPE_OPTIONS, "nosniff");
      exchange.getResponseSender().send(UnavailableAnswer.JSON);
      return true;
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
