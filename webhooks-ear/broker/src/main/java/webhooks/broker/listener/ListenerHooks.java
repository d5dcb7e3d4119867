package webhooks.broker.listener;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;

/**
 * What the process around a broker adds to its listeners.
 *
 * @param hangs gets, once a second from each listener, whether a thread of it does not answer
 * @param tls returns what to use instead of the TLS of a connection that has not begun
 */
public record ListenerHooks(Consumer<Boolean> hangs, UnaryOperator<SSLEngine> tls) {
  /** Adds nothing, as on a broker that is another process. */
  public static final ListenerHooks NONE = new ListenerHooks(hangs -> {}, engine -> engine);
}
