package webhooks.delivery.send.connect;

import java.io.IOException;
import java.util.Optional;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChain.Scope;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;

/**
 * A request through the proxy: asks for a tunnel to one allowed address of the receiver after the
 * other, as the client itself does with addresses that it connects to directly.
 *
 * <p>Without a tunnel no receiver was reached, so no delivery is sent twice.
 *
 * @param scope holds the route and so the address
 * @param rest executes the request on that route
 * @param exchange the client's callback
 */
record TunnelledRequest(
    ProxyRoutePlanner routes,
    HttpRequest request,
    AsyncEntityProducer body,
    Scope scope,
    AsyncExecChain rest,
    AsyncExecCallback exchange)
    implements AsyncExecCallback {

  void use() throws HttpException, IOException {
    rest.proceed(request, body, scope, this);
  }

  @Override
  public AsyncDataConsumer handleResponse(HttpResponse response, EntityDetails entity)
      throws HttpException, IOException {
    if (scope.clientContext.getSSLSession() == null) {
      // The proxy itself has responded, so this is not the response of a receiver.
      throw new TunnelRefusedException(response.getCode());
    }
    return exchange.handleResponse(response, entity);
  }

  @Override
  public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
    exchange.handleInformationResponse(response);
  }

  @Override
  public void completed() {
    exchange.completed();
  }

  @Override
  public void failed(Exception failure) {
    Optional<HttpRoute> next =
        failure instanceof TunnelRefusedException ? routes.after(scope.route) : Optional.empty();
    if (next.isEmpty()) {
      exchange.failed(failure);
      return;
    }
    scope.execRuntime.discardEndpoint();
    try {
      new TunnelledRequest(routes, request, body, on(next.get()), rest, exchange).use();
    } catch (HttpException | IOException | RuntimeException e) {
      exchange.failed(e);
    }
  }

  private Scope on(HttpRoute route) {
    return new Scope(
        scope.exchangeId,
        route,
        scope.originalRequest,
        scope.cancellableDependency,
        scope.clientContext,
        scope.execRuntime,
        scope.scheduler,
        scope.execCount);
  }
}
