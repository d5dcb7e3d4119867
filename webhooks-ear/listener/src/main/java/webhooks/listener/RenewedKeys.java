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
 * Keeps what a client of TLS 1.3 has sent behind its wish for new keys.
 *
 * <p>Grizzly answers such a wish and drops all that it has read with it. So a request that came
 * together with the wish was never answered.
 *
 * <p>{@link webhooks.settings.tls.EllipticTls} limits how many such wishes a connection has.
 */
final class RenewedKeys extends SSLBaseFilter {
  /** How often a connection has got new keys. Its handshake, which makes the first ones, is 0. */
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
