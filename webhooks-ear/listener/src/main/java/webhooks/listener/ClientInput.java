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
 * Watches the connection of a request or TLS handshake that waits for its turn. When the client
 * closes the connection, the request loses its place in the queue and does not run. Otherwise
 * clients that leave at once could fill the queue and cause work whose answers nobody reads.
 *
 * <p>Only a read shows that a connection has ended. So this class reads the bytes that the client
 * sends while its request waits, and keeps them for Grizzly, which reads them first ({@link
 * KeptInput}). The kept bytes and Grizzly's latest read hold {@link #MAX_BYTES} together. If the
 * client sends more, its connection is no longer watched.
 *
 * <p>A client that ends only its sending side, and waits for the answer, counts as gone: its system
 * sends the same packet as for a client that has closed the connection. Its request is answered
 * only if the request does not have to wait.
 *
 * <table>
 * <caption>The phases of a connection</caption>
 * <tr><th>phase</th><th>begins</th><th>when bytes can be read</th></tr>
 * <tr><td>reading</td><td>when Grizzly wants to read</td><td>Grizzly reads them</td></tr>
 * <tr><td>waiting</td><td>when a queue gets a request</td><td>this class keeps them</td></tr>
 * <tr><td>running</td><td>when the request gets a thread</td><td>they stay in the system: the
 * application reads on its own thread</td></tr>
 * </table>
 *
 * <p>Thread-safe. A thread that holds the lock of a connection may take the lock of a queue, but
 * never the other way round.
 */
final class ClientInput {
  /** The maximum number of bytes of a client that are held, kept here or read by Grizzly. */
  static final int MAX_BYTES = 16 * 1024;

  private static final BooleanSupplier NO_REQUEST = () -> false;
  private static final Attribute<ClientInput> INPUT =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(ClientInput.class.getName());

  private final NIOConnection connection;
  private Phase phase = Phase.READING;

  /** Whether the client had ended its sending side when its latest request went to the queue. */
  private boolean sendingEnded;

  /** The number of the latest request that went to a queue, counted from 1 for each connection. */
  private int latestRequest;

  /** The number of bytes of Grizzly's latest read. */
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

  /** Returns the input of an accepted connection. */
  static ClientInput of(Connection<?> connection) {
    return INPUT.get(connection);
  }

  /** Begins to watch a new connection. */
  static void observe(Connection<?> connection) {
    INPUT.set(connection, new ClientInput((NIOConnection) connection));
  }

  /**
   * Gives a request of the connection to a queue, and watches the connection while the request
   * waits there.
   *
   * @param request the request or handshake; runs when its turn comes, if its client is still there
   * @param refusal runs instead if the queue has no place for the request, or gives it to another
   */
  void waitIn(RequestQueue queue, QueueKey caller, Runnable request, Runnable refusal) {
    int number;
    synchronized (this) {
      phase = Phase.WAITING;
      latestRequest++;
      number = latestRequest;
      try {
        sendingEnded = !keepAll();
      } catch (IOException reset) {
        connection.terminateSilently();
        return;
      }
    }
    Runnable inTurn =
        () -> {
          if (beginRun()) {
            request.run();
          }
        };
    watch(number, queue.offer(caller, inTurn, refusal));
  }

  private void watch(int number, BooleanSupplier request) {
    boolean gone;
    synchronized (this) {
      if (phase != Phase.WAITING || number != latestRequest) {
        // The request has a thread already, and the next request may wait.
        return;
      }
      withdrawal = request;
      gone = sendingEnded && request.getAsBoolean();
      if (!sendingEnded && room() > 0) {
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

  /** Ends the wait, and returns whether the client is still there. */
  private synchronized boolean beginRun() {
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
   * Handles bytes that can be read, unless Grizzly is to read them.
   *
   * @return false if Grizzly is to read them
   */
  synchronized boolean handleReadable() throws IOException {
    if (phase == Phase.READING) {
      return false;
    }
    if (phase == Phase.WAITING && room() > 0) {
      keepOrEnd();
    } else {
      // The method read() enables it again when Grizzly wants to read.
      connection.disableIOEvent(IOEvent.READ);
    }
    return true;
  }

  private int room() {
    return MAX_BYTES - latestRead - kept.size();
  }

  /** Keeps the bytes, or ends the connection if its client has, which withdraws the request. */
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
   * Keeps the bytes that can be read without a wait, while there is room.
   *
   * @return false if the client has ended its sending side
   * @throws IOException if the client has reset the connection
   */
  private boolean keepAll() throws IOException {
    int read = 1;
    while (read > 0 && room() > 0) {
      read = keep();
    }
    return read >= 0;
  }

  /** Returns the number of bytes read; -1 if the client has ended its sending side. */
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

  /** Lets Grizzly read, because it has handled the bytes before. */
  synchronized void read() throws IOException {
    phase = Phase.READING;
    if (kept.size() > 0) {
      connection.simulateIOEvent(IOEvent.READ);
    } else {
      connection.enableIOEvent(IOEvent.READ);
    }
  }

  /** Returns the kept bytes and keeps them no longer; empty if Grizzly has to read. */
  synchronized byte[] take() {
    byte[] taken = kept.toByteArray();
    kept = new ByteArrayOutputStream();
    latestRead = taken.length;
    return taken;
  }

  /** Notes the number of bytes that Grizzly has read. */
  synchronized void wasRead(int bytes) {
    latestRead = bytes;
  }
}
