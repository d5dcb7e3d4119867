/**
 * Protects the broker's listener from connections that have not logged in.
 *
 * <p>Artemis has no useful bound for such a connection: it buffers 2 GB for a frame or for a
 * request of HTTP, keeps idle connections, and reads the rest of a broken AMQP login again and
 * again without an end. So {@link webhooks.broker.listener.GuardedAcceptorFactory} puts its own
 * acceptor in front of Artemis, which passes only what a client may send.
 */
package webhooks.broker.listener;
