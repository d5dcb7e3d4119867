package webhooks.delivery.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;

/**
 * Creates the sockets of one dialogue with a mail server that is encrypted from the start, and puts
 * TLS on sockets. The mail library connects an unconnected socket itself, and then asks for TLS.
 */
final class DeadlineTlsSockets extends SSLSocketFactory {
  private final SSLSocketFactory tls;
  private final Duration limit;

  DeadlineTlsSockets(SSLSocketFactory tls, Duration limit) {
    this.tls = tls;
    this.limit = limit;
  }

  @Override
  public Socket createSocket() {
    return new DeadlineSocket(limit);
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return tls.createSocket(socket, host, port, autoClose);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
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
