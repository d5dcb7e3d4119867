package webhooks.delivery.send.connect;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChain.Scope;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.AsyncEntityProducerWrapper;
import org.apache.hc.core5.http.support.BasicRequestBuilder;

/**
 * A request that is sent once more, on a new connection, if the receiver closes the kept connection
 * that it was sent on without a response.
 *
 * <p>A receiver may close a kept connection at any time, also while a request is on its way (RFC
 * 9112, section 9.3.1), and many do so after a few seconds. As a failed attempt, such a request
 * would wait for the retry schedule. A receiver that had read the request gets it twice, as it
 * would by a retry, with the same {@code webhook-id}. I/O threads call it.
 */
final class KeptConnectionRequest implements AsyncExecCallback {
  private final HttpRequest request;
  private final AsyncEntityProducer body;
  private final Scope scope;
  private final AsyncExecChain rest;
  private final AsyncExecCallback exchange;
  private volatile boolean answered;

  /**
   * Creates a request that is not sent yet.
   *
   * @param scope holds the connection
   * @param rest connects and executes the request
   * @param exchange the client's callback
   */
  KeptConnectionRequest(
      HttpRequest request,
      AsyncEntityProducer body,
      Scope scope,
      AsyncExecChain rest,
      AsyncExecCallback exchange) {
    this.request = request;
    this.body = body;
    this.scope = scope;
    this.rest = rest;
    this.exchange = exchange;
  }

  /**
   * The body of the first request. The client releases it after it has reported the failure, when
   * the second request may have begun to send the same body. At the end the client releases the
   * body itself.
   */
  private static final class FirstBody extends AsyncEntityProducerWrapper {
    FirstBody(AsyncEntityProducer body) {
      super(body);
    }

    @Override
    public void failed(Exception failure) {
      // The second request uses the body.
    }

    @Override
    public void releaseResources() {
      // The second request uses the body.
    }
  }

  void send() throws HttpException, IOException {
    rest.proceed(request, new FirstBody(body), scope, this);
  }

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
    if (answered || scope.cancellableDependency.isCancelled() || !closedKeptConnection(failure)) {
      exchange.failed(failure);
      return;
    }
    // The client still holds the connection, and connects it anew.
    scope.execRuntime.disconnectEndpoint();
    body.releaseResources();
    try {
      rest.proceed(again(), body, scope, exchange);
    } catch (HttpException | IOException | RuntimeException e) {
      exchange.failed(e);
    }
  }

  /** Returns the request without the headers that the client has added to it. */
  private HttpRequest again() {
    HttpRequest again = BasicRequestBuilder.copy(request).build();
    again.setHeaders(scope.originalRequest.getHeaders());
    return again;
  }

  private boolean closedKeptConnection(Exception failure) {
    EndpointDetails connection = scope.clientContext.getEndpointDetails();
    boolean kept = connection != null && connection.getRequestCount() > 1;
    boolean closed = failure instanceof IOException && !(failure instanceof InterruptedIOException);
    return failure instanceof RequestNotExecutedException || kept && closed;
  }
}
