package webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.ejb.EJBTransactionRolledbackException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.webhook.WebhookRow;

/** A batch of messages that needs several transactions, with a real broker and database. */
@OnEveryDatabase
@Timeout(120)
class LargeBatchTest {
  /** Two events fit into a transaction, and have more deliveries than the node has slots. */
  private static final int MANY = 2_100;

  private static final int MAX_DELIVERIES = 3 * MANY - 1;

  private static final int EVENTS_OF_MANY = 2;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static TestBroker broker;

  private final TestPublisher publisher = new TestPublisher(broker);

  /** How many events each transaction tried to store. */
  private final Queue<Integer> transactions = new ConcurrentLinkedQueue<>();

  private final TestDatabase database;
  private IntakeNode node;

  LargeBatchTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    broker = new TestBroker(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @BeforeEach
  void empty() {
    broker.reset();
    database.clear();
    // Starts after the events are published, so that they are one batch.
    node = IntakeNode.withoutLoops(database, broker.connections());
    node.events().limitDeliveries(MAX_DELIVERIES);
  }

  @AfterEach
  void stopNode() throws Exception {
    node.close();
  }

  private void subscribe(int webhooks) {
    WebhookRow.insertAll(
        Stream.generate(
                () ->
                    new WebhookRow()
                        .with("account_id", TestPublisher.ACCOUNT)
                        .with("scope_id", TestPublisher.ACCOUNT)
                        .callbackUrl("https://hook.invalid/"))
            .limit(webhooks)
            .toList(),
        database);
  }

  @Test
  void acknowledgesAfterTheLastOfSeveralTransactions() throws Exception {
    subscribe(MANY);
    Set<UUID> ids = publisher.publishEvents(2 * EVENTS_OF_MANY + 1);
    Queue<Long> unacknowledged = new ConcurrentLinkedQueue<>();
    node.events()
        .beforeCommit(
            events -> {
              transactions.add(events.size());
              unacknowledged.add(broker.count(TestBroker.EVENTS));
            });

    node.startLoop();

    awaitStoredOnce(ids, MANY);
    assertThat(transactions).containsExactly(EVENTS_OF_MANY, EVENTS_OF_MANY, 1);
    assertThat(unacknowledged).containsOnly((long) ids.size());
    assertThat(node.deliveryCounts()).hasSize(ids.size()).containsOnly(1);
  }

  /** The process dies in the second transaction, so the broker delivers all messages again. */
  @Test
  void storesOnceWhenTheSecondTransactionFails() throws Exception {
    subscribe(MANY);
    Set<UUID> ids = publisher.publishEvents(2 * EVENTS_OF_MANY);
    node.events()
        .beforeCommit(
            events -> {
              transactions.add(events.size());
              if (transactions.size() == 2) {
                throw new InjectedFaults.ProcessDeath();
              }
            });

    node.startLoop();

    awaitStoredOnce(ids, MANY);
    assertThat(transactions)
        .as("repeats have no deliveries")
        .containsExactly(EVENTS_OF_MANY, EVENTS_OF_MANY, 2 * EVENTS_OF_MANY);
    assertThat(node.deliveryCounts()).hasSize(2 * ids.size()).contains(1, 2);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(node.leasedDeliveries()).isZero());
  }

  /** The messages come again, to another node or to this one after its start. */
  @Test
  void beginsNoTransactionWhileTheNodeStops() throws Exception {
    subscribe(MANY);
    int count = publisher.publishEvents(2 * EVENTS_OF_MANY).size();
    node.events().beforeCommit(events -> node.beginToStop());

    node.startLoop();
    await().atMost(LIMIT).until(() -> database.count("select count(*) from event") > 0);
    node.close();

    assertThat(database.count("select count(*) from event")).isEqualTo(EVENTS_OF_MANY);
    assertThat(broker.count(TestBroker.EVENTS)).isEqualTo(count);
  }

  @Test
  void storesMessagesOneByOneIfTheirTransactionTakesTooLong() throws Exception {
    subscribe(1);
    Set<UUID> ids = publisher.publishEvents(10);
    node.events()
        .beforeCommit(
            events -> {
              transactions.add(events.size());
              if (events.size() > 1) {
                throw timedOut();
              }
            });

    node.startLoop();

    awaitStoredOnce(ids, 1);
    assertThat(List.copyOf(transactions).subList(0, 3)).containsExactly(10, 10, 1);
    assertThat(transactions).hasSize(12);
    assertThat(node.deliveryCounts()).hasSize(ids.size()).containsOnly(1);
  }

  @Test
  void findsTheAccountOfADeletedITwinOneByOne() throws Exception {
    UUID iTwin = UUID.randomUUID();
    database.execute(
        "insert into itwin (id, account_id) values (?, ?)", iTwin, TestPublisher.ACCOUNT);
    String deletion = "{\"eventType\":\"iTwins.iTwinDeleted.v1\",\"accountId\":\"%s\",%s";
    publisher.publishText(deletion.formatted(TestPublisher.ACCOUNT, of(iTwin)));
    publisher.publishText("{\"eventType\":\"iModels.changesReady.v1\"," + of(iTwin));
    node.events()
        .beforeCommit(
            events -> {
              if (events.size() > 1) {
                throw timedOut();
              }
            });

    node.startLoop();

    await().atMost(LIMIT).until(() -> broker.count(TestBroker.EVENTS) == 0);
    assertThat(database.count("select count(*) from event")).isEqualTo(2);
    assertThat(node.deliveryCounts()).containsExactly(1, 1);
  }

  private static String of(UUID iTwin) {
    return "\"iTwinId\":\"%s\",\"content\":{}}".formatted(iTwin);
  }

  @Test
  void repeatsTheWholeBatchWhileTheDatabaseIsUnavailable() throws Exception {
    subscribe(1);
    Set<UUID> ids = publisher.publishEvents(10);
    node.events()
        .beforeCommit(
            events -> {
              transactions.add(events.size());
              if (transactions.size() < 5) {
                throw new EJBTransactionRolledbackException(
                    "injected", new SQLException("injected: the connection was lost", "08006"));
              }
            });

    node.startLoop();

    awaitStoredOnce(ids, 1);
    assertThat(transactions).hasSize(5).containsOnly(10);
  }

  /** More often than an event is tried that the database refuses. */
  @Test
  void repeatsTheEventWhoseTransactionTakesTooLong() throws Exception {
    subscribe(1);
    Set<UUID> ids = publisher.publishEvents(2);
    AtomicInteger failures = new AtomicInteger();
    node.events()
        .beforeCommit(
            events -> {
              if (failures.get() < 6) {
                failures.incrementAndGet();
                throw timedOut();
              }
            });

    node.startLoop();

    awaitStoredOnce(ids, 1);
    assertThat(broker.count(TestBroker.INVALID)).isZero();
    assertThat(node.deliveryCounts()).containsOnly(1);
  }

  /** The exception of an EJB container, which has no SQLSTATE. */
  private static RuntimeException timedOut() {
    return new EJBTransactionRolledbackException("injected: the transaction is not active");
  }

  private void awaitStoredOnce(Set<UUID> ids, int webhooks) {
    await().atMost(LIMIT).until(() -> broker.count(TestBroker.EVENTS) == 0);
    long deliveries = (long) ids.size() * webhooks;
    assertThat(database.ids("select message_id from event")).isEqualTo(ids);
    assertThat(database.count("select count(*) from delivery")).isEqualTo(deliveries);
    assertThat(
            database.count(
                "select count(*) from (select distinct event_id, webhook_id from delivery) d"))
        .isEqualTo(deliveries);
    assertThat(broker.count(TestBroker.DEAD)).isZero();
  }
}
