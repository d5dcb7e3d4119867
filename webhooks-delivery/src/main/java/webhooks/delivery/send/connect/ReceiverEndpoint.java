package webhooks.delivery.send.connect;

import java.util.UUID;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;

/**
 * The host and port that one webhook is delivered to.
 *
 * <p>It is part of the route, and the client shares a connection only between equal routes. So two
 * webhooks never share a connection, not even on the same host: bytes that a receiver sends after
 * its response would be read as the response to the next request.
 */
public record ReceiverEndpoint(UUID webhookId, String hostName, int port) implements NamedEndpoint {
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
