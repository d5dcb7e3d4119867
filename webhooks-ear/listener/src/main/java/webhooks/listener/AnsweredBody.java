package webhooks.listener;

import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;

/**
 * Limits how much is read of a body whose request has been answered already, for example because
 * the caller has no token.
 *
 * <p>Grizzly drops the rest of such a body: a client that is still sending gets the answer, and may
 * send its next request. Without a limit a client could send on until its connection counts as
 * idle, and occupy the thread that reads the requests of all connections.
 */
final class AnsweredBody {
  /** Twice the largest body that the application accepts, so that its client gets the answer. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  /** How much a connection has sent since the answer. Only a connection with such a body has it. */
  private static final Attribute<Integer> SENT =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(AnsweredBody.class.getName());

  private AnsweredBody() {}

  /** Notes that a request is answered and its body has not ended. */
  static void begin(Connection<?> connection) {
    SENT.set(connection, 0);
  }

  /** Notes that the connection has sent its next request. */
  static void end(Connection<?> connection) {
    SENT.remove(connection);
  }

  /** Counts what is read, and returns whether a connection sends too much of such a body. */
  static boolean isTooLarge(Connection<?> connection, int read) {
    Integer before = SENT.get(connection);
    if (before == null) {
      return false;
    }
    SENT.set(connection, before + read);
    return before + read > MAX_BYTES;
  }
}
