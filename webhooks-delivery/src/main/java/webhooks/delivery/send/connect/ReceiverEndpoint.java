package webhooks.delivery.send.connect;

import java.time.Duration;
import java.util.Optional;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.subscription.Subscription;

/**
 * The host and port that the webhooks of one owner are delivered to, or get their tokens from.
 *
 * <p>It is part of the route, and the client shares a connection only between equal routes. So an
 * application that has one webhook per iTwin at one URL needs few connections, and two owners never
 * share one, not even on the same host: bytes that a receiver sends after its response can be read
 * as the response to the next request.
 *
 * <p>Attempts with different time-outs don't share connections either, because connections are
 * opened and secured within the time-out.
 *
 * @param clientId the service application that owns the webhooks
 * @param accountId the account that owns the webhooks
 * @param timeout the time-out of the attempts
 * @param identity the client certificate of the only webhook that uses the connections; empty if
 *     they have none
 */
public record ReceiverEndpoint(
    String clientId,
    String accountId,
    String hostName,
    int port,
    Purpose purpose,
    Duration timeout,
    Optional<ClientIdentity> identity)
    implements NamedEndpoint {
  private static final String ATTRIBUTE = "receiver";

  /** The purpose of the requests on a connection. */
  public enum Purpose {
    /** Deliveries. */
    DELIVERY(32 * 1024),
    /** Requests for tokens, whose responses may be larger. */
    TOKEN(80 * 1024);

    private final int maxResponse;

    Purpose(int maxResponse) {
      this.maxResponse = maxResponse;
    }

    /**
     * Returns the maximum size of the body of a response, framing of chunks and trailers, in bytes:
     * the client keeps trailers in memory.
     */
    int maxResponse() {
      return maxResponse;
    }
  }

  /**
   * Returns the endpoint of requests to an issuer, which never get a client certificate.
   *
   * @param timeout the time-out of the attempt that needs the token
   */
  public static ReceiverEndpoint ofIssuer(Subscription webhook, CallbackUrl url, Duration timeout) {
    return of(webhook, url, Purpose.TOKEN, timeout, Optional.empty());
  }

  /** Returns the endpoint of deliveries. */
  public static ReceiverEndpoint ofReceiver(
      Subscription webhook, CallbackUrl url, Duration timeout, Optional<ClientIdentity> identity) {
    return of(webhook, url, Purpose.DELIVERY, timeout, identity);
  }

  private static ReceiverEndpoint of(
      Subscription webhook,
      CallbackUrl url,
      Purpose purpose,
      Duration timeout,
      Optional<ClientIdentity> identity) {
    return new ReceiverEndpoint(
        webhook.clientId(),
        webhook.accountId(),
        url.host().name(),
        url.port(),
        purpose,
        timeout,
        identity);
  }

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

  /**
   * Returns the host to connect to. It is a name and not an address, so that the client uses the
   * pinned addresses. The client turns the name to Unicode, so header and TLS take it from the URL.
   */
  public HttpHost host() {
    return new HttpHost("https", hostName, port);
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
