package webhooks.delivery.intake;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A pool of JMS connections like that of a server: a closed connection goes back with its session
 * as it is, uncommitted messages included, and the next caller gets it. Commits and rollbacks fail
 * as {@link InjectedFaults} say, and the delivery count of each received message is kept.
 */
public final class PooledConnections {
  private final ConnectionFactory real;
  private final InjectedFaults faults;
  private final Deque<Pooled> idle = new ArrayDeque<>();
  private final Queue<MessageConsumer> consumers = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> deliveryCounts = new ConcurrentLinkedQueue<>();

  private Connection unpooled;

  private record Pooled(Connection connection, Session session) {}

  /** Creates a pool of connections of another factory. */
  public PooledConnections(ConnectionFactory real, InjectedFaults faults) {
    this.real = real;
    this.faults = faults;
  }

  /** Returns a factory whose connections come from the pool. */
  public ConnectionFactory factory() {
    return proxy(ConnectionFactory.class, (method, args) -> borrow());
  }

  /** Returns the {@code JMSXDeliveryCount} of each message that was received, in order. */
  public Queue<Integer> deliveryCounts() {
    return deliveryCounts;
  }

  private synchronized Connection borrow() throws JMSException {
    Pooled pooled = idle.isEmpty() ? open() : idle.pop();
    return proxy(
        Connection.class,
        (method, args) ->
            switch (method.getName()) {
              case "close" -> putBack(pooled);
              case "createSession" ->
                  (boolean) args[0] ? session(pooled.session()) : method.invoke(unpooled(), args);
              default -> method.invoke(pooled.connection(), args);
            });
  }

  /** Returns the connection of sessions without transactions, which outlives them as in a pool. */
  private synchronized Connection unpooled() throws JMSException {
    if (unpooled == null) {
      unpooled = real.createConnection();
      unpooled.start();
    }
    return unpooled;
  }

  private Pooled open() throws JMSException {
    Connection connection = real.createConnection();
    return new Pooled(connection, connection.createSession(true, Session.SESSION_TRANSACTED));
  }

  private synchronized Object putBack(Pooled pooled) {
    idle.push(pooled);
    return null;
  }

  private Session session(Session session) {
    return proxy(
        Session.class,
        (method, args) ->
            switch (method.getName()) {
              case "close" -> null;
              case "commit" -> commit(session);
              case "rollback" -> rollback(session);
              case "createConsumer" -> consumer((MessageConsumer) method.invoke(session, args));
              default -> method.invoke(session, args);
            });
  }

  private Object commit(Session session) throws JMSException {
    if (faults.fails(InjectedFaults.Point.BEFORE_JMS_COMMIT)) {
      throw new JMSException("injected: not committed");
    }
    session.commit();
    if (faults.fails(InjectedFaults.Point.AFTER_JMS_COMMIT)) {
      throw new JMSException("injected: committed, but the answer was lost");
    }
    return null;
  }

  private Object rollback(Session session) throws JMSException {
    if (faults.fails(InjectedFaults.Point.JMS_ROLLBACK)) {
      throw new JMSException("injected: not rolled back");
    }
    session.rollback();
    return null;
  }

  private MessageConsumer consumer(MessageConsumer consumer) {
    consumers.add(consumer);
    return proxy(
        MessageConsumer.class,
        (method, args) -> {
          Object result = method.invoke(consumer, args);
          if (result instanceof Message message) {
            deliveryCounts.add(message.getIntProperty("JMSXDeliveryCount"));
          }
          return result;
        });
  }

  @FunctionalInterface
  private interface Call {
    Object of(Method method, Object[] args) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              try {
                return call.of(method, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Ends the wait of all consumers for a message. */
  public void closeConsumers() throws JMSException {
    for (MessageConsumer consumer : consumers) {
      consumer.close();
    }
  }

  /** Closes all connections; messages that are not committed go back to the broker. */
  public synchronized void close() throws JMSException {
    for (Pooled pooled : idle) {
      pooled.connection().close();
    }
    if (unpooled != null) {
      unpooled.close();
    }
  }
}
