package webhooks.listener;

import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.asyncqueue.WritableMessage;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;

/**
 * The answers of a connection that the client's system has not taken, because the client does not
 * read.
 *
 * <p>A request thread that writes waits for the client if too much is unread. So a connection whose
 * client sends requests and reads nothing would occupy a thread. Here the connection's next request
 * waits, without a thread, until the client's system has taken the earlier answers. The requests of
 * a client that reads never wait here, except behind a large answer.
 */
final class UnreadAnswers {
  /**
   * Enough for each answer that the application does not count as large, with its head and TLS. So
   * a request thread that writes such an answer never waits for the client, if the client's system
   * has taken all answers before it.
   */
  static final int MAX_BYTES = 128 * 1024;

  /** The number of write time-outs that a client may take for its unread answers. */
  private static final int MAX_PERIODS = 10;

  private final NIOConnection connection;

  private UnreadAnswers(NIOConnection connection) {
    this.connection = connection;
  }

  static UnreadAnswers of(Connection<?> connection) {
    return new UnreadAnswers((NIOConnection) connection);
  }

  /** Gives the connection room for an answer. */
  void makeRoom() {
    connection.setMaxAsyncWriteQueueSize(
        Math.max(MAX_BYTES, connection.getMaxAsyncWriteQueueSize()));
  }

  boolean exist() {
    return !connection.getAsyncWriteQueue().isEmpty();
  }

  /** Runs an action on the selector's thread when all answers are taken; not if that fails. */
  void whenTaken(Runnable action) {
    taken().thenRun(() -> connection.executeInEventThread(IOEvent.WRITE, action));
  }

  /**
   * Ends the connection if its client takes nothing for the listener's write time-out, or has not
   * taken all answers after ten times as long. A connection that Grizzly closes would stay open
   * until all answers are taken.
   */
  void endUnlessTaken() {
    if (exist()) {
      endUnless(taken(), MAX_PERIODS);
    }
  }

  private void endUnless(CompletableFuture<Void> taken, int periods) {
    int before = connection.getAsyncWriteQueue().size();
    taken
        .copy()
        .orTimeout(connection.getWriteTimeout(TimeUnit.MILLISECONDS), TimeUnit.MILLISECONDS)
        .whenComplete(
            (nothing, failure) -> {
              if (failure instanceof TimeoutException) {
                if (periods > 1 && connection.getAsyncWriteQueue().size() < before) {
                  endUnless(taken, periods - 1);
                } else {
                  connection.terminateSilently();
                }
              }
            });
  }

  private CompletableFuture<Void> taken() {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    // An empty message is written when all messages before it are written.
    ((TCPNIOTransport) connection.getTransport())
        .getAsyncQueueIO()
        .getWriter()
        .write(
            connection,
            Buffers.EMPTY_BUFFER,
            new EmptyCompletionHandler<WriteResult<WritableMessage, SocketAddress>>() {
              @Override
              public void completed(WriteResult<WritableMessage, SocketAddress> result) {
                taken.complete(null);
              }

              @Override
              public void failed(Throwable closed) {
                taken.cancel(false);
              }
            });
    return taken;
  }
}
