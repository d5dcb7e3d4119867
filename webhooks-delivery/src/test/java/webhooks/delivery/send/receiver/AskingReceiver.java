package webhooks.delivery.send.receiver;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** An HTTPS server that asks for client certificates, and keeps the names in them. */
public final class AskingReceiver implements AutoCloseable {
  private static final String OK = "HTTP/1.1 204 No Content\r\n\r\n";

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Consumer<SSLSocket> asks;
  private final boolean keepsConnections;
  private final LoopbackServer server;

  /**
   * A request that came.
   *
   * @param client the name in the client's certificate, or {@code none}
   * @param sessionStart when the TLS session began; a resumed session began before its connection
   */
  public record Request(String client, long sessionStart) {}

  /**
   * Starts a server.
   *
   * @param asks sets what the server asks for on a connection
   * @param keepsConnections whether a connection serves more than one request
   */
  public AskingReceiver(SSLContext identity, Consumer<SSLSocket> asks, boolean keepsConnections)
      throws IOException {
    this.asks = asks;
    this.keepsConnections = keepsConnections;
    this.server = new LoopbackServer(identity.getServerSocketFactory(), this::serve);
  }

  private void serve(Socket connection, CountDownLatch closing) throws Exception {
    SSLSocket secured = (SSLSocket) connection;
    asks.accept(secured);
    do {
      RawReceiver.readRequest(secured.getInputStream());
      SSLSession session = secured.getSession();
      requests.add(new Request(client(session), session.getCreationTime()));
      RawReceiver.write(secured.getOutputStream(), OK);
    } while (keepsConnections);
  }

  private static String client(SSLSession session) {
    try {
      return session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return "none";
    }
  }

  /** Returns the requests in their order. */
  public List<Request> requests() {
    return requests;
  }

  /** Returns the names of the clients of all requests. */
  public List<String> clients() {
    return requests.stream().map(Request::client).toList();
  }

  /** Returns the URL of this server with a path and a query. */
  public String url(String pathAndQuery) {
    return Certificates.url(server.port(), pathAndQuery);
  }

  /** Returns the number of connections that were ever opened. */
  public int connections() {
    return server.connections();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
