package webhooks.delivery.mail;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Creates the sockets of one dialogue with a mail server that is not encrypted at first. The mail
 * library connects an unconnected socket itself.
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
    throw DeadlineSocket.withoutDeadline();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw DeadlineSocket.withoutDeadline();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw DeadlineSocket.withoutDeadline();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw DeadlineSocket.withoutDeadline();
  }
}
