package webhooks.listener;

import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.ssl.SSLUtils;

/**
 * Notes which connections of an HTTPS listener have ended their handshake, and ends a connection
 * that begins a second one.
 *
 * <p>TLS 1.2 lets a client renegotiate. Grizzly would wait for the client meanwhile, on the thread
 * that reads the requests of all connections. TLS 1.3 has no renegotiation; {@link RenewedKeys}
 * limits its new keys.
 */
final class FirstHandshake implements SSLBaseFilter.HandshakeListener {
  private static final String WITHOUT_RENEGOTIATION = "TLSv1.3";
  private static final Attribute<Boolean> COMPLETE =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(
          FirstHandshake.class.getName() + ".complete");

  private FirstHandshake() {}

  /**
   * Observes the handshakes of a listener, if it has TLS. Also makes Grizzly not occupy a thread
   * while a handshake waits for its client.
   */
  static void observe(FilterChain listener) {
    int position = listener.indexOfType(SSLBaseFilter.class);
    if (position >= 0) {
      SSLBaseFilter tls = (SSLBaseFilter) listener.get(position);
      tls.setHandshakeTimeout(-1, TimeUnit.MILLISECONDS);
      tls.addHandshakeListener(new FirstHandshake());
    }
  }

  /** Returns whether a connection of the listener has TLS and has not ended its handshake. */
  static boolean isDue(FilterChain listener, Connection<?> connection) {
    return listener.indexOfType(SSLBaseFilter.class) >= 0 && !COMPLETE.isSet(connection);
  }

  @Override
  public void onStart(Connection<?> connection) {
    if (COMPLETE.isSet(connection)
        && !WITHOUT_RENEGOTIATION.equals(
            SSLUtils.getSSLEngine(connection).getSession().getProtocol())) {
      // The next step, which reads from the closed connection, fails.
      connection.terminateSilently();
    }
  }

  @Override
  public void onComplete(Connection<?> connection) {
    COMPLETE.set(connection, true);
  }

  @Override
  public void onFailure(Connection<?> connection, Throwable failure) {
    // Grizzly closes the connection.
  }
}
