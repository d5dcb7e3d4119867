package webhooks.it.resilience.receiver;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that misbehaves in the same way on each connection. */
final class HostileReceiver implements Closeable {
  private final ServerSocket server;
  private final Behaviour behaviour;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  /** The behaviour on a connection. */
  @FunctionalInterface
  interface Behaviour {
    void handle(HostileConnection wire) throws Exception;
  }

  HostileReceiver(Behaviour behaviour) {
    this.behaviour = behaviour;
    try {
      server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + server.getLocalPort() + "/");
  }

  /** Returns the number of connections so far. */
  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test ended and closed the socket.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      behaviour.handle(new HostileConnection(socket, over));
    } catch (Exception e) {
      // The product closed the connection, as expected.
    } finally {
      open.remove(socket);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "hostile");
    thread.setDaemon(true);
    thread.start();
  }
}
