package webhooks.listener;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.nio.NIOConnection;

/**
 * Watches the connection of a request that waits for its turn. When the client has closed it, the
 * request loses its place and is not run. Otherwise clients that leave at once could fill the queue
 * and have much work done for nobody.
 *
 * <p>Only reading shows the end of a connection. So what the client sends while its request waits
 * is read here and kept for Grizzly, which reads it first ({@link KeptInput}). The latest read of
 * Grizzly and this hold {@link #MAX_BYTES} together. A client that sends more is watched no longer.
 *
 * <p>A client that ends its sending side only, and waits for the answer, counts as gone: its system
 * sends the same as for a client that has closed the connection. Its request is answered only if it
 * does not wait.
 *
 * <table>
 * <caption>The phases of a connection</caption>
 * <tr><th>phase</th><th>begins</th><th>when something can be read</th></tr>
 * <tr><td>reading</td><td>when Grizzly wants to read</td><td>Grizzly reads it</td></tr>
 * <tr><td>waiting</td><td>when the queue takes a request</td><td>it is kept</td></tr>
 * <tr><td>running</td><td>when the request gets a thread</td><td>it stays in the system: the
 * application reads on its thread</td></tr>
 * </table>
 *
 * <p>Thread-safe. The lock of a connection is held while it is read, and may be followed by that of
 * the queue.
 */
final class ClientInput {
  /** How much is held of what a client sends. */
  static final int MAX_BYTES = 16 * 1024;

  private static final BooleanSupplier NO_REQUEST = () -> false;
  private static final Attribute<ClientInput> INPUT =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(ClientInput.class.getName());

  private final NIOConnection connection;
  private Phase phase = Phase.READING;

  /** Whether the client sends no more, as was seen before its request went to the queue. */
  private boolean sideEnded;

  /** How many requests of the connection have waited. */
  private int requests;

  private int latestRead;
  private ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private BooleanSupplier withdrawal = NO_REQUEST;

  private enum Phase {
    READING,
    WAITING,
    RUNNING
  }

  private ClientInput(NIOConnection connection) {
    this.connection = connection;
  }

  /** Returns the input of a connection that was accepted. */
  static ClientInput of(Connection<?> connection) {
    return INPUT.get(connection);
  }

  /** Begins with a new connection. */
  static void observe(Connection<?> connection) {
    INPUT.set(connection, new ClientInput((NIOConnection) connection));
  }

  /**
   * Gives a request of the connection to a queue, and watches the connection while the request
   * waits there.
   *
   * @param request runs in its turn if its client is still there
   */
  void waitIn(RequestQueue queue, QueueKey caller, Runnable request, Runnable refusal) {
    int number;
    synchronized (this) {
      phase = Phase.WAITING;
      requests++;
      number = requests;
      try {
        sideEnded = !keepAll();
      } catch (IOException reset) {
        connection.terminateSilently();
        return;
      }
    }
    Runnable inTurn =
        () -> {
          if (runs()) {
            request.run();
          }
        };
    watch(number, queue.offer(caller, inTurn, refusal));
  }

  private void watch(int number, BooleanSupplier request) {
    boolean gone;
    synchronized (this) {
      if (phase != Phase.WAITING || number != requests) {
        // It has a thread, and the next request may wait already.
        return;
      }
      withdrawal = request;
      gone = sideEnded && request.getAsBoolean();
      if (!sideEnded && room() > 0) {
        enableRead();
      }
    }
    if (gone) {
      connection.terminateSilently();
    } else if (!connection.isOpen()) {
      ended();
    }
  }

  private void enableRead() {
    try {
      connection.enableIOEvent(IOEvent.READ);
    } catch (IOException e) {
      // Grizzly then closes the connection.
      throw new UncheckedIOException(e);
    }
  }

  private synchronized boolean runs() {
    phase = Phase.RUNNING;
    withdrawal = NO_REQUEST;
    return connection.isOpen();
  }

  /** Withdraws the request, because the connection has been closed. */
  void ended() {
    BooleanSupplier request;
    synchronized (this) {
      request = withdrawal;
      withdrawal = NO_REQUEST;
    }
    request.getAsBoolean();
  }

  /**
   * Handles that something can be read, if that is not for Grizzly.
   *
   * @return whether it was handled
   */
  synchronized boolean handleReadable() throws IOException {
    if (phase == Phase.READING) {
      return false;
    }
    if (phase == Phase.WAITING && room() > 0) {
      keepOrEnd();
    } else {
      // Grizzly enables it again when it wants to read.
      connection.disableIOEvent(IOEvent.READ);
    }
    return true;
  }

  private int room() {
    return MAX_BYTES - latestRead - kept.size();
  }

  /** The request is withdrawn when the connection ends. */
  private void keepOrEnd() {
    try {
      if (!keepAll()) {
        connection.terminateSilently();
      }
    } catch (IOException reset) {
      connection.terminateSilently();
    }
  }

  /**
   * Keeps what can be read without a wait.
   *
   * @return whether the client may send more
   * @throws IOException if the client has reset the connection
   */
  private boolean keepAll() throws IOException {
    int read = 1;
    while (read > 0 && room() > 0) {
      read = keep();
    }
    return read >= 0;
  }

  /** Returns how much was read; -1 at the end. */
  private int keep() throws IOException {
    Buffer buffer = connection.getMemoryManager().allocate(room());
    try {
      ByteBuffer bytes = buffer.toByteBuffer();
      int before = bytes.position();
      int read = ((SocketChannel) connection.getChannel()).read(bytes);
      byte[] copy = new byte[Math.max(0, read)];
      bytes.get(before, copy);
      kept.writeBytes(copy);
      return read;
    } finally {
      buffer.dispose();
    }
  }

  /** Lets Grizzly read on. */
  synchronized void read() throws IOException {
    phase = Phase.READING;
    if (kept.size() > 0) {
      connection.simulateIOEvent(IOEvent.READ);
    } else {
      connection.enableIOEvent(IOEvent.READ);
    }
  }

  /** Returns what was kept; empty if Grizzly has to read. */
  synchronized byte[] take() {
    byte[] taken = kept.toByteArray();
    kept = new ByteArrayOutputStream();
    latestRead = taken.length;
    return taken;
  }

  /** Notes how much Grizzly has read. */
  synchronized void wasRead(int bytes) {
    latestRead = bytes;
  }
}
