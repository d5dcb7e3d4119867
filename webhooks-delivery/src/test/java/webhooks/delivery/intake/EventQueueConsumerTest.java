package webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.worker.DependencyHealth;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventReader;

class EventQueueConsumerTest {
  private static final int MAX_RECEIPTS = 20;

  private final StopSignal stop = new StopSignal();
  private final DependencyHealth broker = new DependencyHealth("broker");

  private void runUntilStopped(EventQueueConsumer consumer) {
    Worker.of("Receiving events", stop, consumer).run();
  }

  @Test
  @Timeout(30)
  void connectsAgainAfterError() {
    AtomicInteger tries = new AtomicInteger();
    ConnectionFactory connections =
        (ConnectionFactory)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ConnectionFactory.class},
                (proxy, method, args) -> {
                  if (tries.incrementAndGet() == 1) {
                    throw new StackOverflowError("injected");
                  }
                  stop.set();
                  throw new JMSException("The test is over");
                });

    runUntilStopped(new EventQueueConsumer(connections, null, broker, stop, count -> {}));

    assertThat(tries).hasValue(2);
    assertThat(broker.unavailableSince()).isPresent();
  }

  @Test
  @Timeout(30)
  void closesConnectionWhoseSessionCannotBeOpened() {
    List<String> calls = new CopyOnWriteArrayList<>();
    Connection connection =
        answering(
            Connection.class,
            (proxy, method, args) -> {
              calls.add(method.getName());
              if (method.getName().equals("createSession")) {
                stop.set();
                throw new JMSException("injected");
              }
              return null;
            });
    ConnectionFactory connections =
        answering(ConnectionFactory.class, (proxy, method, args) -> connection);

    runUntilStopped(new EventQueueConsumer(connections, null, broker, stop, count -> {}));

    assertThat(calls).containsExactly("createSession", "close");
  }

  @Test
  @Timeout(30)
  void rollsBackAfterErrorWithinBatch() {
    List<String> calls = new CopyOnWriteArrayList<>();
    MessageConsumer consumer =
        answering(
            MessageConsumer.class,
            (proxy, method, args) -> {
              switch (method.getName()) {
                case "receive":
                  return answering(TextMessage.class, (text, of, none) -> null);
                case "receiveNoWait":
                  stop.set();
                  throw new OutOfMemoryError("injected");
                default:
                  return null;
              }
            });
    Session session = noting(calls, consumer);

    runUntilStopped(
        new EventQueueConsumer(connectionsWith(session), null, broker, stop, count -> {}));

    assertThat(calls).containsSubsequence("createConsumer", "rollback", "close");
    assertThat(calls).doesNotContain("commit");
  }

  @Test
  @Timeout(30)
  void rollsBackBatchThatCannotBeStored() {
    List<String> calls = new CopyOnWriteArrayList<>();
    MessageConsumer consumer =
        answering(
            MessageConsumer.class,
            (proxy, method, args) ->
                method.getName().equals("receive")
                    ? answering(TextMessage.class, (text, of, none) -> null)
                    : null);
    EventReader reader =
        new EventReader() {
          @Override
          public Event read(byte[] json, Supplier<UUID> ownId) {
            stop.set();
            throw new StackOverflowError("injected");
          }
        };
    MessageIngest ingest = new MessageIngest(null, reader, null, stop);

    ConnectionFactory connections = connectionsWith(noting(calls, consumer));
    runUntilStopped(new EventQueueConsumer(connections, ingest, broker, stop, count -> {}));

    assertThat(calls).containsSubsequence("createConsumer", "rollback", "close");
    assertThat(calls).doesNotContain("commit");
  }

  /** Returns a session with a consumer that notes what is called. */
  private static Session noting(List<String> calls, MessageConsumer consumer) {
    return answering(
        Session.class,
        (proxy, method, args) -> {
          calls.add(method.getName());
          return method.getName().equals("createConsumer") ? consumer : null;
        });
  }

  @Test
  @Timeout(30)
  void brokerIsAvailableAfterEmptyCommit() {
    receiveNothing(() -> {});

    assertThat(broker.unavailableSince()).isEmpty();
  }

  @Test
  @Timeout(30)
  void brokerIsUnavailableWhenEmptyCommitFails() {
    receiveNothing(
        () -> {
          throw new JMSException("injected");
        });

    assertThat(broker.unavailableSince()).isPresent();
  }

  /** A broker may have removed the consumer without a notice to the client. */
  @Test
  @Timeout(30)
  void createsNewConsumerAfterManyEmptyBatches() {
    List<String> calls = new CopyOnWriteArrayList<>();
    MessageConsumer consumer =
        answering(
            MessageConsumer.class,
            (proxy, method, args) -> {
              calls.add("consumer." + method.getName());
              return null;
            });
    Session session =
        answering(
            Session.class,
            (proxy, method, args) -> {
              calls.add(method.getName());
              if (calls.stream().filter("createConsumer"::equals).count() == 2) {
                stop.set();
              }
              return method.getName().equals("createConsumer") ? consumer : null;
            });

    runUntilStopped(
        new EventQueueConsumer(connectionsWith(session), null, broker, stop, count -> {}));

    assertThat(calls)
        .containsSubsequence("createConsumer", "commit", "consumer.close", "createConsumer");
    assertThat(calls.subList(0, calls.lastIndexOf("createConsumer")))
        .as("the connection stays")
        .doesNotContain("close");
    assertThat(calls).filteredOn("commit"::equals).hasSizeBetween(20, 22);
  }

  /** Between two failures, the message is with another consumer for longer than this one waits. */
  @Test
  @Timeout(30)
  void countsDeliveryWhenNothingCameBetweenFailures() {
    AtomicInteger receipts = new AtomicInteger();
    MessageConsumer consumer =
        answering(
            MessageConsumer.class,
            (proxy, method, args) -> {
              if (method.getName().equals("receive")) {
                int number = receipts.incrementAndGet();
                if (number == MAX_RECEIPTS) {
                  stop.set();
                }
                if (number % 3 == 1) {
                  throw new OutOfMemoryError("injected");
                }
              }
              return null;
            });
    QueueBrowser browser =
        answering(
            QueueBrowser.class,
            (proxy, method, args) ->
                method.getName().equals("getEnumeration") ? Collections.emptyEnumeration() : null);
    Session session =
        answering(
            Session.class,
            (proxy, method, args) -> {
              if (method.getName().equals("recover")) {
                stop.set();
              }
              return Map.of("createConsumer", consumer, "createBrowser", browser)
                  .get(method.getName());
            });

    runUntilStopped(
        new EventQueueConsumer(connectionsWith(session), null, broker, stop, count -> {}));

    assertThat(receipts).as("receipts until a delivery is counted").hasValue(4);
  }

  private interface Commit {
    void run() throws JMSException;
  }

  private void receiveNothing(Commit commit) {
    MessageConsumer consumer = answering(MessageConsumer.class, (proxy, method, args) -> null);
    Session session =
        answering(
            Session.class,
            (proxy, method, args) -> {
              if (method.getName().equals("commit")) {
                stop.set();
                commit.run();
              }
              return method.getName().equals("createConsumer") ? consumer : null;
            });
    runUntilStopped(
        new EventQueueConsumer(connectionsWith(session), null, broker, stop, count -> {}));
  }

  private static ConnectionFactory connectionsWith(Session session) {
    Connection connection =
        answering(
            Connection.class,
            (proxy, method, args) -> method.getName().equals("createSession") ? session : null);
    return answering(ConnectionFactory.class, (proxy, method, args) -> connection);
  }

  private static <T> T answering(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            EventQueueConsumerTest.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
