package webhooks.listener.wildfly;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.ExceptionHandler;
import io.undertow.servlet.api.FilterInfo;
import io.undertow.servlet.api.LifecycleInterceptor;
import io.undertow.servlet.api.ListenerInfo;
import io.undertow.servlet.api.LoggingExceptionHandler;
import io.undertow.servlet.api.ServletInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.listener.UnavailableAnswer;

/**
 * Closes the connections of WildFly's listeners that have sent a request to the application, when
 * the application ends.
 *
 * <p>While WildFly stops or reloads, it accepts no more connections, but answers on the open ones
 * for as long as their clients use them. First it answers 500, or 503 without {@code Retry-After};
 * this class replaces these answers by the API's 503. Then it would answer 404, which would make
 * publishers drop their events. WildFly loads this class by its name; other servers never do.
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
    deployment.addLifecycleInterceptor(connections);
    ExceptionHandler former = deployment.getExceptionHandler();
    deployment.setExceptionHandler(
        connections.exceptionHandler(former == null ? LoggingExceptionHandler.DEFAULT : former));
    deployment.addListener(
        new ListenerInfo(Connections.class, new ImmediateInstanceFactory<>(connections)));
  }

  /** The connections that have sent a request to the application. */
  private static final class Connections implements LifecycleInterceptor, ServletContextListener {
    private final Set<ServerConnection> open = ConcurrentHashMap.newKeySet();
    private final Set<ServerConnection> busy = ConcurrentHashMap.newKeySet();

    /** Whether the first filter, servlet or listener of the application has ended. */
    private volatile boolean ended;

    HttpHandler observe(HttpHandler next) {
      return exchange -> {
        begin(exchange);
        if (ended) {
          refuse(exchange);
        } else {
          next.handleRequest(exchange);
        }
      };
    }

    /** Answers 503 if a request fails because the application has ended; else asks the other. */
    ExceptionHandler exceptionHandler(ExceptionHandler other) {
      return (exchange, request, response, thrown) -> {
        if (!ended || exchange.isResponseStarted()) {
          return other.handleThrowable(exchange, request, response, thrown);
        }
        LOG.log(Level.FINE, "A request came when the application had ended", thrown);
        exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
        // Undertow ends the exchange.
        return true;
      };
    }

    private static void refuse(HttpServerExchange exchange) {
      exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
      exchange.endExchange();
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

    /**
     * Answers a request that WildFly refuses while it stops (503), or can no longer give to the
     * application (500). A running application writes its own answers to errors.
     */
    private static boolean answerUnavailable(HttpServerExchange exchange) {
      boolean refused =
          exchange.getStatusCode() == StatusCodes.SERVICE_UNAVAILABLE
              || exchange.getStatusCode() == StatusCodes.INTERNAL_SERVER_ERROR;
      if (!refused || !exchange.isResponseChannelAvailable()) {
        // Undertow also asks for requests that the application has answered.
        return false;
      }
      exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
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

    @Override
    public void init(FilterInfo filter, Filter instance, LifecycleContext context)
        throws ServletException {
      context.proceed();
    }

    @Override
    public void init(ServletInfo servlet, Servlet instance, LifecycleContext context)
        throws ServletException {
      context.proceed();
    }

    @Override
    public void destroy(FilterInfo filter, Filter instance, LifecycleContext context)
        throws ServletException {
      ended = true;
      context.proceed();
    }

    @Override
    public void destroy(ServletInfo servlet, Servlet instance, LifecycleContext context)
        throws ServletException {
      ended = true;
      context.proceed();
    }

    /** Closes the idle connections. The others are closed when their requests are answered. */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
      ended = true;
      open.stream().filter(connection -> !busy.contains(connection)).forEach(Connections::close);
    }
  }
}
