package webhooks.broker.listener;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;

/**
 * Lets the process of an embedded broker watch the broker's listeners and restrict their TLS.
 *
 * @param hangs gets, once a second from each listener, whether one of its threads does not answer
 * @param tls returns the engine to use instead of a connection's engine, before its handshake
 */
public record ListenerHooks(Consumer<Boolean> hangs, UnaryOperator<SSLEngine> tls) {
  /** Adds nothing, for a broker in a process of its own. */
  public static final ListenerHooks NONE = new ListenerHooks(hangs -> {}, engine -> engine);
}
