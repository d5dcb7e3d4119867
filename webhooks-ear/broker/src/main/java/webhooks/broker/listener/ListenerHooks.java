package webhooks.broker.listener;

import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;

/**
 * What the process around a broker adds to its listeners.
 *
 * @param hangs gets, once a second from each listener, whether a thread of it does not answer
 * @param tls restricts the TLS of a connection before its handshake
 */
public record ListenerHooks(Consumer<Boolean> hangs, Consumer<SSLEngine> tls) {
  /** Adds nothing, as on a broker that is another process. */
  public static final ListenerHooks NONE = new ListenerHooks(hangs -> {}, engine -> {});
}
