package webhooks.delivery.send.connect;

import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;

/**
 * The host and port that the webhooks of one owner are delivered to.
 *
 * <p>It is part of the route, and the client shares a connection only between equal routes. So an
 * application that has one webhook per iTwin at one URL needs few connections, and two owners never
 * share one, not even on the same host: bytes that a receiver sends after its response can be read
 * as the response to the next request.
 *
 * @param clientId the service application that owns the webhooks
 * @param accountId the account that owns the webhooks
 */
public record ReceiverEndpoint(String clientId, String accountId, String hostName, int port)
    implements NamedEndpoint {
  private static final String ATTRIBUTE = "receiver";

  /** Returns the endpoint that a request is sent to. */
  static ReceiverEndpoint of(HttpContext context) throws HttpException {
    if (context.getAttribute(ATTRIBUTE) instanceof ReceiverEndpoint receiver) {
      return receiver;
    }
    throw new HttpException("The request has no receiver endpoint");
  }

  /** Stores this endpoint in the context of a request. */
  public void in(HttpContext context) {
    context.setAttribute(ATTRIBUTE, this);
  }

  @Override
  public String getHostName() {
    return hostName;
  }

  @Override
  public int getPort() {
    return port;
  }
}
