package webhooks.domain.delivery.history.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.delivery.history.EventRows.EventRow;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.search.DeliverySearchRepository.ExaminedDeliveries;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Cursor;

/** The deliveries of the events with a message id. */
@OnEveryDatabase
class MessageSearchTest extends SearchFixture {
  MessageSearchTest(TestDatabase database) {
    super(database);
  }

  @Test
  void findsAnEventByItsMessageId() {
    EventRow event = EventRow.of(HistoryRows.TYPE, START);
    UUID stranger = webhookOf("client", "elsewhere");
    UUID second = webhookOf("client", "account");
    UUID old =
        events.deliver(event, START.minus(Duration.ofDays(3)), webhook, DeliveryStatus.EXHAUSTED);
    UUID own = events.deliver(event, START, webhook, DeliveryStatus.SUCCEEDED);
    UUID other = events.deliver(event, START.plusMillis(5), second, DeliveryStatus.PENDING);
    events.deliver(event.ofAccount("elsewhere"), START, stranger, DeliveryStatus.PENDING);
    events.deliver(EventRow.of(HistoryRows.TYPE, START), START, webhook, DeliveryStatus.PENDING);
    Map<String, String> byId = Map.of("messageId", event.messageId().toString());

    assertThat(all(byId)).containsExactly(own, old);
    ofAccount(OWNER);
    assertThat(all(byId)).containsExactly(other, own, old);
    assertThat(page(byId).searched())
        .contains(new Searched(3, Optional.of(START.plusMillis(5)), Optional.empty(), true));
    assertThat(all(Map.of("$top", "1", "messageId", event.messageId().toString())))
        .containsExactly(other, own, old);
    assertThat(all(Map.of("messageId", event.messageId().toString(), "status", "exhausted")))
        .containsExactly(old);
  }

  @Test
  void pagesHoldTheDeliveriesOfTwoEventsOfOneTransaction() {
    ofAccount(OWNER);
    EventRow event = EventRow.of(HistoryRows.TYPE, START);
    UUID one = events.store(event, START);
    UUID other = events.store(event, START);
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      UUID to = webhookOf("client", "account");
      ids.add(0, events.deliver(one, START, to, DeliveryStatus.values()[i]));
      ids.add(0, events.deliver(other, START, to, DeliveryStatus.values()[i]));
    }

    for (String top : List.of("1", "2", "3", "100")) {
      assertThat(all(Map.of("$top", top, "messageId", event.messageId().toString())))
          .as("top %s", top)
          .isEqualTo(ids);
    }
  }

  /** The newest deliveries are all of one event, and more than a query reads. */
  @Test
  void eventWithManyDeliveriesHidesNoneBehindOlderOnesOfAnother() {
    EventRow event = EventRow.of(HistoryRows.TYPE, START);
    UUID large = events.store(event, START);
    UUID small = events.store(event, START);
    List<UUID> ids = new ArrayList<>();
    List<QueueRows.Row> deliveries = new ArrayList<>();
    for (int i = 0; i < SearchRun.STEP + 2; i++) {
      UUID id = new UUID(large.getMostSignificantBits(), Long.MIN_VALUE + i);
      ids.add(id);
      deliveries.add(
          new QueueRows.Row(
              id,
              i == 0 ? small : large,
              webhook,
              DeliveryStatus.EXHAUSTED,
              1,
              START.atOffset(ZoneOffset.UTC)));
    }
    QueueRows queue = new QueueRows(database);
    queue.deliveries(deliveries);
    ids.subList(0, 2).forEach(id -> queue.attempt(id, 1, 1, null, "dns"));

    assertThat(all(Map.of("messageId", event.messageId().toString(), "error", "dns")))
        .containsExactly(ids.get(1), ids.get(0));
  }

  /** A database that answers for the newest event only. */
  @Test
  void slowQueryOfALaterEventEndsThePage() {
    EventRow event = EventRow.of(HistoryRows.TYPE, START);
    UUID old = events.store(event, START.minus(Duration.ofDays(1)));
    UUID first = events.deliver(event, START, webhook, DeliveryStatus.SUCCEEDED);
    UUID last =
        events.deliver(old, START.minus(Duration.ofDays(1)), webhook, DeliveryStatus.PENDING);
    Set<UUID> slow = new HashSet<>(Set.of(old));
    slowFor(slow);
    Map<String, String> byId = new HashMap<>(Map.of("messageId", event.messageId().toString()));

    DeliveryPage page = page(byId);
    assertThat(page.page().items())
        .extracting(found -> found.delivery().id())
        .containsExactly(first);
    assertThat(page.searched().orElseThrow().complete()).isFalse();
    byId.put("continuationToken", page.page().continuation().orElseThrow());
    assertThatThrownBy(() -> page(byId)).isInstanceOf(Refusal.class);
    slow.clear();
    assertThat(all(byId)).containsExactly(last);
  }

  /** The deliveries of the event that can't be read may be newer than the ones that were read. */
  @Test
  void slowQueryOfAnEventOfTheSameTimeIsRefused() {
    EventRow event = EventRow.of(HistoryRows.TYPE, START);
    UUID older = events.store(event, START);
    events.deliver(event, START, webhook, DeliveryStatus.SUCCEEDED);
    slowFor(Set.of(older));

    assertThatThrownBy(() -> page(Map.of("messageId", event.messageId().toString())))
        .isInstanceOf(Refusal.class);
  }

  /** The database can have a time limit of its own, which ends this query too. */
  @Test
  void slowQueryOfTheEventsIsRefused() {
    search =
        searchOf(
            new DeliverySearchRepository(database.database()) {
              @Override
              public List<Cursor> events(DeliverySource from, UUID messageId) {
                throw new DatabaseFailure(new SQLTimeoutException("ended", "57014"));
              }
            });

    assertThatThrownBy(() -> page(Map.of("messageId", webhook.toString())))
        .isInstanceOf(Refusal.class);
  }

  /** The queries of these events take too long. */
  private void slowFor(Set<UUID> slow) {
    search =
        searchOf(
            new DeliverySearchRepository(database.database()) {
              @Override
              public ExaminedDeliveries ofEvent(
                  DeliverySource from, DeliveryFilter filter, UUID id, SearchSpan span, int max) {
                if (slow.contains(id)) {
                  throw new DatabaseFailure(new SQLTimeoutException("ended", "57014"));
                }
                return super.ofEvent(from, filter, id, span, max);
              }
            });
  }

  /** A publisher of another account chooses its ids itself. */
  @Test
  void eventsOfOthersPushNoEventOut() {
    EventRow event = EventRow.of(HistoryRows.TYPE, START);
    UUID own = events.deliver(event, START, webhook, DeliveryStatus.SUCCEEDED);
    for (int i = 0; i < DeliverySearchRepository.MAX_EVENTS; i++) {
      events.store(event.ofAccount("elsewhere"), START.plusSeconds(1));
    }

    assertThat(all(Map.of("messageId", event.messageId().toString()))).containsExactly(own);
  }
}
