package webhooks.delivery.send.receiver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/** A server on this machine that handles each connection on a thread of its own. */
public final class LoopbackServer implements AutoCloseable {
  private static final int BACKLOG = 999;
  private static final int WAIT_SECONDS = 30;

  private final ServerSocket server;
  private final Behaviour behaviour;
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> firstClosed = new CompletableFuture<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** The server's side of a connection. */
  @FunctionalInterface
  public interface Behaviour {
    /**
     * Serves a connection, which is closed when this returns or throws.
     *
     * @param closing open until the server is closed
     */
    void serve(Socket connection, CountDownLatch closing) throws Exception;
  }

  /** Starts a server. */
  public LoopbackServer(Behaviour behaviour) throws IOException {
    this(ServerSocketFactory.getDefault(), behaviour);
  }

  /** Starts a server with sockets of this factory. */
  public LoopbackServer(ServerSocketFactory sockets, Behaviour behaviour) throws IOException {
    this.server = sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    this.behaviour = behaviour;
    start(this::accept);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "loopback-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        start(() -> serve(connection));
      }
    } catch (IOException e) {
      // The server is closed.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      behaviour.serve(connection, closing);
    } catch (Exception e) {
      // The client has closed the connection, or this server is closed.
    }
    firstClosed.complete(null);
  }

  /** Returns the port that the server listens on. */
  public int port() {
    return server.getLocalPort();
  }

  /** Returns the number of connections that were ever opened. */
  public int connections() {
    return connections.size();
  }

  /** Waits until the first connection is closed, and fails if it stays open. */
  public void awaitFirstClosed() throws Exception {
    firstClosed.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Stops listening and closes all connections. */
  @Override
  public void close() throws IOException {
    closing.countDown();
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
