package webhooks.listener;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.ssl.SSLBaseFilter;
import org.glassfish.grizzly.ssl.SSLConnectionContext;

/**
 * Keeps the data that a client of TLS 1.3 has sent behind a {@code KeyUpdate}, the message that
 * asks for new keys.
 *
 * <p>Grizzly answers the message and drops all data that it has read with it. So a request that
 * came together with the message would never be answered.
 *
 * <p>{@link webhooks.settings.tls.EllipticTls} ends a connection whose client sends many such
 * messages and little data.
 */
final class RenewedKeys extends SSLBaseFilter {
  /** The number of times that a connection has got new keys; 0 after its handshake. */
  private static final Attribute<Integer> RENEWALS =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(RenewedKeys.class.getName(), () -> -1);

  private RenewedKeys(SSLBaseFilter before) {
    super(before.getServerSSLEngineConfigurator(), before.isRenegotiateOnClientAuthWant());
  }

  /** Replaces the filter of a listener, if it has TLS. */
  static void install(FilterChain listener) {
    int position = listener.indexOfType(SSLBaseFilter.class);
    if (position >= 0) {
      listener.set(position, new RenewedKeys((SSLBaseFilter) listener.get(position)));
    }
  }

  @Override
  protected NextAction unwrapAll(FilterChainContext context, SSLConnectionContext tls)
      throws SSLException {
    Connection<?> connection = context.getConnection();
    while (true) {
      Buffer input = context.getMessage();
      int before = RENEWALS.get(connection);
      NextAction next = super.unwrapAll(context, tls);
      if (RENEWALS.get(connection) == before || !input.hasRemaining()) {
        return next;
      }
      Buffer rest = input.split(input.position());
      if (next.equals(context.getInvokeAction())) {
        // Grizzly reads the rest when it has passed on what came before.
        return context.getInvokeAction(rest);
      }
      context.setMessage(rest);
    }
  }

  @Override
  protected void notifyHandshakeComplete(Connection<?> connection, SSLEngine engine) {
    super.notifyHandshakeComplete(connection, engine);
    RENEWALS.set(connection, RENEWALS.get(connection) + 1);
  }
}
