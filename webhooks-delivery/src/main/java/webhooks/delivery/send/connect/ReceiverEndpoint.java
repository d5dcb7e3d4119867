package webhooks.delivery.send.connect;

import java.util.UUID;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;

/**
 * Where one webhook is delivered to.
 *
 * <p>Part of the route, by which the client keeps connections apart. So none is shared by webhooks,
 * though they are on one host: what a receiver sends beyond its answer is read as the next one, and
 * must not be taken for the answer of another's receiver.
 */
public record ReceiverEndpoint(UUID webhookId, String hostName, int port) implements NamedEndpoint {
  private static final String ATTRIBUTE = "receiver";

  /** Returns the receiver that an exchange is with. */
  static ReceiverEndpoint of(HttpContext context) throws HttpException {
    if (context.getAttribute(ATTRIBUTE) instanceof ReceiverEndpoint receiver) {
      return receiver;
    }
    throw new HttpException("An exchange with nobody");
  }

  /** Notes in an exchange's context that it is with this receiver. */
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
