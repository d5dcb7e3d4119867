package webhooks.delivery.send.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.RouteInfo.LayerType;
import org.apache.hc.client5.http.RouteInfo.TunnelType;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;

/**
 * Routes all requests through a tunnel of the proxy to an allowed address of the receiver.
 *
 * <p>The proxy gets the address and never the host name, since it would resolve the name itself and
 * might get another address. TLS and the certificate check use the name.
 *
 * @param addresses the allowed addresses of receivers
 */
public record ProxyRoutePlanner(HttpHost proxy, PinnedAddresses addresses)
    implements HttpRoutePlanner {
  @Override
  public HttpRoute determineRoute(HttpHost host, HttpContext context) throws HttpException {
    try {
      return routes(ReceiverEndpoint.of(context)).get(0);
    } catch (UnknownHostException e) {
      throw new HttpException("The receiver was not vetted", e);
    }
  }

  /** Returns the route to the next address of the receiver; empty after the last one. */
  Optional<HttpRoute> after(HttpRoute route) {
    try {
      List<HttpRoute> routes = routes(route.getTargetName());
      int next = routes.indexOf(route) + 1;
      return next > 0 && next < routes.size() ? Optional.of(routes.get(next)) : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private List<HttpRoute> routes(NamedEndpoint receiver) throws UnknownHostException {
    List<HttpRoute> routes = new ArrayList<>();
    for (InetAddress address : addresses.resolve(receiver.getHostName())) {
      routes.add(
          new HttpRoute(
              new HttpHost("https", address.getHostAddress(), receiver.getPort()),
              receiver,
              null,
              new HttpHost[] {proxy},
              true,
              TunnelType.TUNNELLED,
              LayerType.LAYERED));
    }
    return routes;
  }
}
