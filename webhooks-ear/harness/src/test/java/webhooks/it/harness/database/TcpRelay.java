package webhooks.it.harness.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Relays TCP connections between a node and its database, and can break them. */
public final class TcpRelay implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  /** Relays to this port of this machine. */
  public TcpRelay(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    onThread(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Closes all connections except stalled ones, and refuses new ones. */
  public void cut() {
    cut = true;
    lines.stream().filter(line -> !line.stalled).forEach(Line::close);
  }

  /** Accepts new connections again. */
  public void restore() {
    cut = false;
  }

  /**
   * Drops all bytes on the open connections without closing them. New connections work. A firewall
   * that forgets connections has the same effect.
   *
   * @return returns when the node closed the last of these connections. While it has one open, an
   *     outcome can still get lost on it, and the result is empty.
   */
  public Supplier<Optional<Instant>> stall() {
    Instant begin = Instant.now();
    List<Line> stalled = lines.stream().filter(line -> !line.stalled).toList();
    stalled.forEach(line -> line.stalled = true);
    return () ->
        stalled.stream().anyMatch(line -> line.abandoned == null)
            ? Optional.empty()
            : Optional.of(
                stalled.stream().map(line -> line.abandoned).max(Instant::compareTo).orElse(begin));
  }

  @Override
  public void close() {
    cut = true;
    lines.forEach(Line::close);
    closeQuietly(server);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        if (cut) {
          closeQuietly(client);
        } else {
          new Line(client).open();
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  /** One connection. */
  private final class Line {
    private final Socket client;
    private volatile Socket database = new Socket();
    private volatile boolean stalled;

    /** When the node closed the stalled connection. */
    private volatile Instant abandoned;

    Line(Socket client) {
      this.client = client;
    }

    void open() {
      lines.add(this);
      try {
        database = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        database.setTcpNoDelay(true);
      } catch (IOException e) {
        close();
        return;
      }
      onThread(
          () -> {
            pump(client, database);
            abandoned = Instant.now();
          });
      onThread(() -> pump(database, client));
    }

    private void pump(Socket from, Socket to) {
      byte[] buffer = new byte[16 * 1024];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          if (!stalled) {
            out.write(buffer, 0, read);
          }
        }
      } catch (IOException e) {
        // One side closed its connection; close() closes the other.
      }
      if (!stalled) {
        close();
      }
    }

    void close() {
      lines.remove(this);
      closeQuietly(client);
      closeQuietly(database);
    }
  }

  private static void closeQuietly(AutoCloseable closed) {
    try {
      closed.close();
    } catch (Exception e) {
      // The object is not used again, so a failure does not matter.
    }
  }

  private static void onThread(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }
}
