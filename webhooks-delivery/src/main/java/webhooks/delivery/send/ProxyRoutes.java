package webhooks.delivery.send;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.RouteInfo.LayerType;
import org.apache.hc.client5.http.RouteInfo.TunnelType;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Sends everything through a tunnel of the proxy to the receiver's vetted address.
 *
 * <p>The proxy is told the address and never the name, which it would look up by itself and might
 * take for another address; TLS and certificate are for the name.
 *
 * @param addresses the vetted addresses of receivers
 */
record ProxyRoutes(HttpHost proxy, PinnedAddresses addresses) implements HttpRoutePlanner {
  @Override
  public HttpRoute determineRoute(HttpHost receiver, HttpContext context) throws HttpException {
    try {
      InetAddress address = addresses.resolve(receiver.getHostName())[0];
      return new HttpRoute(
          new HttpHost("https", address.getHostAddress(), receiver.getPort()),
          receiver,
          null,
          new HttpHost[] {proxy},
          true,
          TunnelType.TUNNELLED,
          LayerType.LAYERED);
    } catch (UnknownHostException e) {
      throw new HttpException("The receiver was not vetted", e);
    }
  }
}
