package webhooks.delivery.send.connect;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.logging.Logger;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChain.Scope;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.support.BasicRequestBuilder;

/**
 * Sends a request once more, on a new connection, if the receiver closed the kept connection before
 * it answered.
 *
 * <p>A receiver may close a kept connection at any time, also while a request is on its way (RFC
 * 9112, section 9.3.1), and many do so after a few seconds. As a failed attempt, such a request
 * would wait for the retry schedule. A receiver that had read the request gets it twice, as it
 * would by a retry, with the same {@code webhook-id}. I/O threads, look-up threads and the deadline
 * monitor call it.
 *
 * @param scope holds the connection
 * @param rest connects and executes the request
 * @param exchange the callback of the rest of the client
 */
record KeptConnectionRequest(
    HttpRequest request,
    AsyncEntityProducer body,
    Scope scope,
    AsyncExecChain rest,
    AsyncExecCallback exchange) {
  private static final Logger LOG = Logger.getLogger(KeptConnectionRequest.class.getName());

  void send() throws HttpException, IOException {
    rest.proceed(request, body, scope, new FirstTry());
  }

  /** The callback of the first try; the second try has the client's own callback. */
  private final class FirstTry implements AsyncExecCallback {
    private volatile boolean answered;

    @Override
    public AsyncDataConsumer handleResponse(HttpResponse response, EntityDetails entity)
        throws HttpException, IOException {
      answered = true;
      return exchange.handleResponse(response, entity);
    }

    @Override
    public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
      answered = true;
      exchange.handleInformationResponse(response);
    }

    @Override
    public void completed() {
      exchange.completed();
    }

    @Override
    public void failed(Exception failure) {
      if (answered || scope.cancellableDependency.isCancelled() || !maySendAgain(failure)) {
        exchange.failed(failure);
      } else {
        sendAgain();
      }
    }
  }

  private boolean maySendAgain(Exception failure) {
    // RequestNotExecutedException: the client had not begun to send the request.
    return failure instanceof RequestNotExecutedException
        || (isClosed(failure) && wasKept(scope.clientContext.getEndpointDetails()));
  }

  /** Returns whether the failure is neither a time-out nor a response that is too large. */
  private static boolean isClosed(Exception failure) {
    return failure instanceof IOException
        && !(failure instanceof InterruptedIOException)
        && !(failure instanceof MessageConstraintException);
  }

  /**
   * Returns whether the connection to the receiver had a request before. A connection to a proxy
   * without a tunnel has no TLS session, and does not count.
   */
  private boolean wasKept(EndpointDetails connection) {
    return scope.clientContext.getSSLSession() != null
        && connection != null
        && connection.getRequestCount() > 1;
  }

  private void sendAgain() {
    LOG.fine(() -> "A kept connection was closed; its request is sent again: " + scope.route);
    // The attempt keeps its place in the pool, so that the next step opens a new connection there.
    scope.execRuntime.disconnectEndpoint();
    body.releaseResources();
    try {
      rest.proceed(withoutAddedHeaders(), body, scope, exchange);
    } catch (HttpException | IOException | RuntimeException e) {
      exchange.failed(e);
    }
  }

  private HttpRequest withoutAddedHeaders() {
    HttpRequest again = BasicRequestBuilder.copy(request).build();
    again.setHeaders(scope.originalRequest.getHeaders());
    return again;
  }
}
