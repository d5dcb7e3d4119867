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
 */
final class RenewedKeys extends SSLBaseFilter {
  /** Marks a connection while its keys have been renewed by the bytes that are being read. */
  private static final Attribute<Boolean> RENEWED =
      Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(RenewedKeys.class.getName());

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
    while (true) {
      Buffer input = context.getMessage();
      RENEWED.remove(context.getConnection());
      NextAction next = super.unwrapAll(context, tls);
      if (!RENEWED.isSet(context.getConnection()) || !input.hasRemaining()) {
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
    RENEWED.set(connection, true);
  }
}
