package webhooks.bench.scenario.neighbours;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that repeat one step of an attack each, until the attack ends. They have another address
 * than the healthy tenant, as attackers have, and all the same one.
 */
final class Attackers {
  private static final byte[] ADDRESS = {127, 0, 0, 2};

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Step step;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  /** Begins the attack. */
  Attackers(int connections, Step step) {
    this.step = step;
    for (int i = 0; i < connections; i++) {
      int connection = i;
      Thread thread = new Thread(() -> repeat(connection), "attacker-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void repeat(int connection) {
    while (!ended) {
      try {
        step.run(this, connection);
      } catch (IOException e) {
        // The node has closed the connection, or the attack has ended.
        pause(PAUSE_NANOS);
      }
    }
  }

  boolean hasEnded() {
    return ended;
  }

  /** Connects to a port of this machine. The end of the attack closes the connection. */
  Socket connect(int port) throws IOException {
    sockets.removeIf(Socket::isClosed);
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByAddress(ADDRESS), 0);
    sockets.add(socket);
    if (ended) {
      socket.close();
    }
    return socket;
  }

  /** Keeps a connection open until it ends, and drops what comes. */
  void hold(Socket socket) throws IOException {
    byte[] dropped = new byte[8192];
    while (!ended && socket.getInputStream().read(dropped) >= 0) {
      // Only the end matters.
    }
  }

  static void pause(long nanos) {
    LockSupport.parkNanos(nanos);
  }

  /** Ends the attack and its connections. */
  void end() {
    ended = true;
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // Closed already.
      }
    }
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
      try {
        thread.join(TimeUnit.SECONDS.toMillis(10));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
