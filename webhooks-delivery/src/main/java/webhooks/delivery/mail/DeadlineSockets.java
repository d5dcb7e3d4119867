package webhooks.delivery.mail;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Creates the sockets of one dialogue with a mail server, without TLS. The mail library connects an
 * unconnected socket itself; a socket that is connected already is refused.
 */
final class DeadlineSockets extends SocketFactory {
  private final Duration limit;

  DeadlineSockets(Duration limit) {
    this.limit = limit;
  }

  @Override
  public Socket createSocket() {
    return new DeadlineSocket(limit);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw withoutDeadline();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw withoutDeadline();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw withoutDeadline();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw withoutDeadline();
  }

  private static UnsupportedOperationException withoutDeadline() {
    return new UnsupportedOperationException("A connected socket would have no time limit");
  }
}
