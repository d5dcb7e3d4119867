package webhooks.settings.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Makes sockets of clients that exchange keys on elliptic curves only. */
final class EllipticSockets extends SSLSocketFactory {
  private final SSLSocketFactory java;

  EllipticSockets(SSLSocketFactory java) {
    this.java = java;
  }

  private static Socket restricted(Socket socket) {
    SSLSocket tls = (SSLSocket) socket;
    tls.setSSLParameters(EllipticTls.restricted(tls.getSSLParameters()));
    return tls;
  }

  @Override
  public Socket createSocket() throws IOException {
    return restricted(java.createSocket());
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    return restricted(java.createSocket(connected, host, port, autoClose));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return restricted(java.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return restricted(java.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return restricted(java.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return restricted(java.createSocket(host, port, local, localPort));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return java.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return java.getSupportedCipherSuites();
  }
}
