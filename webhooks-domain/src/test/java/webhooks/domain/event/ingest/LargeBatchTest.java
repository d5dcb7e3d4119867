package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.event.ingest.IngestNode.CREATED;
import static webhooks.domain.event.ingest.IngestNode.DELETED;
import static webhooks.domain.event.ingest.IngestNode.READY;
import static webhooks.domain.event.ingest.IngestNode.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.webhook.WebhookRow;

/** Batches of events with more deliveries than one transaction takes. */
@OnEveryDatabase
class LargeBatchTest {
  private static final int MAX_DELIVERIES = 200;

  /** Three events of the account fit into a transaction, and four do not. */
  private static final int OF_ACCOUNT = MAX_DELIVERIES / 4 + 1;

  /** Together with OF_ACCOUNT, one more than a transaction of several events may have. */
  private static final int OF_ITWIN = MAX_DELIVERIES - OF_ACCOUNT + 1;

  private final TestDatabase database;
  private IngestNode node;

  LargeBatchTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    node = IngestNode.onEmpty(database);
    node.limitDeliveries(MAX_DELIVERIES);
    insertWebhooks(OF_ACCOUNT, "Account", "a");
  }

  private void insertWebhooks(int count, String scope, String scopeId) {
    WebhookRow.insertAll(
        Stream.generate(() -> new WebhookRow().with("scope", scope).with("scope_id", scopeId))
            .limit(count)
            .toList(),
        database);
  }

  private static List<String> eventsOfAccount(int count) {
    return Stream.generate(() -> event(READY, null, "a")).limit(count).toList();
  }

  /** Stores all messages; returns how many of them each transaction dealt with. */
  private List<Integer> receiveAll(List<String> messages) {
    List<Integer> sizes = new ArrayList<>();
    Map<UUID, String> formerAccounts = Map.of();
    for (int from = 0; from < messages.size(); ) {
      IngestResult result = node.receive(messages.subList(from, messages.size()), formerAccounts);
      assertThat(result.processed()).isPositive();
      assertThat(result.withoutAccount()).isEmpty();
      sizes.add(result.processed());
      from += result.processed();
      formerAccounts = result.formerAccounts();
    }
    return sizes;
  }

  @Test
  void endsTransactionBeforeItHasTooManyDeliveries() {
    assertThat(receiveAll(eventsOfAccount(7))).containsExactly(3, 3, 1);

    assertThat(node.events()).isEqualTo(7);
    assertThat(deliveries()).isEqualTo(7L * OF_ACCOUNT);
  }

  @Test
  void storesTwentyThousandDeliveriesInOneTransaction() {
    node = IngestNode.onEmpty(database);
    insertWebhooks(10_000, "Account", "a");

    assertThat(receiveAll(eventsOfAccount(3))).containsExactly(2, 1);

    assertThat(deliveries()).isEqualTo(30_000);
  }

  @Test
  void storesLargeEventInATransactionOfItsOwn() {
    UUID iTwin = node.insertITwin("a");
    insertWebhooks(OF_ITWIN, "iTwin", iTwin.toString());
    List<String> messages = new ArrayList<>(eventsOfAccount(1));
    messages.add(event(READY, iTwin, "a"));
    messages.addAll(Collections.nCopies(2, event(READY, null, "b")));

    assertThat(receiveAll(messages)).containsExactly(1, 1, 2);

    assertThat(deliveries()).isEqualTo(2L * OF_ACCOUNT + OF_ITWIN);
  }

  @Test
  void storesEventsWithFewDeliveriesInOneTransaction() {
    List<String> messages = new ArrayList<>(eventsOfAccount(3));
    messages.addAll(1, Collections.nCopies(200, event(READY, null, "b")));

    assertThat(receiveAll(messages)).containsExactly(203);
  }

  /** A repeat in the same batch has no deliveries, and repeats of stored events count again. */
  @Test
  void storesRepeatsOnce() {
    List<String> messages = new ArrayList<>(eventsOfAccount(4));
    messages.addAll(2, messages.subList(0, 2));

    assertThat(receiveAll(messages)).containsExactly(5, 1);
    assertThat(receiveAll(messages)).as("repeats have no deliveries").containsExactly(6);

    assertThat(deliveries()).isEqualTo(4L * OF_ACCOUNT);
  }

  @Test
  void findsAccountInAMessageOfALaterTransaction() {
    UUID iTwin = UUID.randomUUID();
    List<String> messages = new ArrayList<>(List.of(event(READY, iTwin, null)));
    messages.addAll(eventsOfAccount(3));
    messages.add(event(CREATED, iTwin, "a"));

    assertThat(receiveAll(messages)).containsExactly(3, 2);

    assertThat(node.events()).isEqualTo(5);
    assertThat(node.hasITwin(iTwin, "a")).isTrue();
  }

  /** The directory does not know a deleted iTwin in a later transaction. */
  @Test
  void findsAccountOfITwinThatAnEarlierTransactionDeleted() {
    UUID iTwin = node.insertITwin("a");
    List<String> messages = new ArrayList<>(List.of(event(DELETED, iTwin, null)));
    messages.addAll(eventsOfAccount(6));
    messages.add(event(READY, iTwin, null));

    assertThat(receiveAll(messages)).containsExactly(4, 3, 1);

    assertThat(node.events()).isEqualTo(8);
    assertThat(node.hasITwin(iTwin)).isFalse();
    assertThat(deliveries()).isEqualTo(7L * OF_ACCOUNT);
  }

  /** The node stopped after the first transaction, so the messages come again. */
  @Test
  void findsAccountOfITwinThatAnEarlierTryDeleted() {
    UUID iTwin = node.insertITwin("a");
    List<String> messages = new ArrayList<>(List.of(event(DELETED, iTwin, null)));
    messages.addAll(eventsOfAccount(3));
    messages.add(event(READY, iTwin, null));
    assertThat(node.receive(messages, Map.of()).processed()).isEqualTo(4);

    assertThat(receiveAll(messages)).containsExactly(5);

    assertThat(node.events()).isEqualTo(5);
    assertThat(deliveries()).isEqualTo(4L * OF_ACCOUNT);
  }

  /** The same iTwin is deleted, created for another account and deleted again. */
  @Test
  void findsTheLatestAccountOfAnITwin() {
    UUID iTwin = node.insertITwin("a");
    List<String> messages = new ArrayList<>(List.of(event(DELETED, iTwin, null)));
    messages.addAll(eventsOfAccount(3));
    messages.add(event(CREATED, iTwin, "b"));
    messages.addAll(eventsOfAccount(3));
    messages.add(event(READY, iTwin, null));
    messages.addAll(eventsOfAccount(3));
    messages.add(event(DELETED, iTwin, null));
    messages.addAll(eventsOfAccount(3));
    messages.add(event(READY, iTwin, null));

    receiveAll(messages);

    assertThat(node.events()).isEqualTo(17);
    assertThat(node.hasITwin(iTwin)).isFalse();
    assertThat(deliveries()).isEqualTo(12L * OF_ACCOUNT);
  }

  /** Returns three large events between these deletions and an event that names no account. */
  private static List<String> batch(UUID iTwin, String... deletions) {
    List<String> messages = new ArrayList<>(List.of(deletions));
    messages.addAll(eventsOfAccount(3));
    messages.add(event(READY, iTwin, null));
    return messages;
  }

  /** Stores the batch; the account of its last event must stay unknown. */
  private void receiveWithoutAccount(List<String> messages) {
    IngestResult result = node.receive(messages, Map.of());

    assertThat(result.processed()).isEqualTo(messages.size());
    assertThat(result.withoutAccount()).hasSize(1);
    assertThat(deliveries()).isEqualTo(3L * OF_ACCOUNT);
  }

  @Test
  void doesNotTakeAnITwinForItsOwnAccount() {
    UUID iTwin = node.insertITwin("a");
    List<String> messages = batch(iTwin, event(DELETED, iTwin, iTwin.toString()));
    assertThat(node.receive(messages, Map.of()).processed()).isEqualTo(4);

    receiveWithoutAccount(messages);
  }

  /** The first deletion names another account than the iTwin's, and changes nothing. */
  @Test
  void takesNoAccountOfDeletionsThatDisagree() {
    UUID iTwin = node.insertITwin("a");
    List<String> messages = batch(iTwin, event(DELETED, iTwin, "b"), event(DELETED, iTwin, null));
    assertThat(node.receive(messages, Map.of()).processed()).isEqualTo(5);

    receiveWithoutAccount(messages);
  }

  /** The directory keeps the iTwin, so it does not become another account's. */
  @Test
  void keepsTheAccountAfterADeletionThatNamesAnother() {
    UUID iTwin = node.insertITwin("a");
    List<String> messages = new ArrayList<>(List.of(event(DELETED, iTwin, "b")));
    messages.add(event(CREATED, iTwin, "c"));
    messages.add(event(READY, iTwin, null));

    assertThat(receiveAll(messages)).containsExactly(3);

    assertThat(node.hasITwin(iTwin, "a")).isTrue();
    assertThat(deliveries()).isEqualTo(OF_ACCOUNT);
  }

  @Test
  void takesNoAccountOfAnotherITwin() {
    UUID id = UUID.randomUUID();
    UUID iTwin = UUID.randomUUID();
    node.receive(event(id, DELETED, UUID.randomUUID(), "a"));

    receiveWithoutAccount(batch(iTwin, event(id, DELETED, iTwin, "b")));
  }

  private long deliveries() {
    return database.count("select count(*) from delivery");
  }
}
