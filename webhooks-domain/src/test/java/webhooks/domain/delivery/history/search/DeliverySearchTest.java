package webhooks.domain.delivery.history.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Callers;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.search.DeliveryPage.FoundDelivery;

/** Lists of deliveries, of one webhook and of an account. */
@OnEveryDatabase
class DeliverySearchTest extends SearchFixture {
  private static final String RARE = "iModels.iModelDeleted.v1";

  DeliverySearchTest(TestDatabase database) {
    super(database);
  }

  @Test
  void pagesHoldEachDeliveryOnceNewestFirst() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      DeliveryStatus status = DeliveryStatus.values()[i % 4];
      ids.add(delivery(status, START.plusMillis(i / 7)));
    }
    rows.delivery(UUID.randomUUID(), DeliveryStatus.PENDING, START, HistoryRows.TYPE);
    Collections.reverse(ids);

    for (String top : List.of("1", "5", "23", "100")) {
      assertThat(all(Map.of("$top", top))).as("top %s", top).isEqualTo(ids);
    }
  }

  @Test
  void accountHasTheDeliveriesThatTheCallerMayRead() {
    UUID second = webhookOf("client", "account");
    UUID ofOther = webhookOf("other", "account");
    UUID stranger = webhookOf("client", "elsewhere");
    List<UUID> own = new ArrayList<>();
    List<UUID> ofAll = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      UUID of = List.of(webhook, second, ofOther, stranger).get(i % 4);
      // Far apart, so that several windows are read.
      Instant created = START.minus(Duration.ofHours(10 * i));
      UUID id = rows.delivery(of, DeliveryStatus.values()[i / 4 % 4], created, HistoryRows.TYPE);
      (i % 4 < 2 ? own : new ArrayList<UUID>()).add(id);
      (i % 4 < 3 ? ofAll : new ArrayList<UUID>()).add(id);
    }

    for (String top : List.of("1", "5", "100")) {
      ofAccount(OWNER);
      assertThat(all(Map.of("$top", top))).as("application, %s", top).isEqualTo(own);
      ofAccount(ADMINISTRATOR);
      assertThat(all(Map.of("$top", top))).as("administrator, %s", top).isEqualTo(ofAll);
    }
    assertThat(page(Map.of()).page().items())
        .extracting(FoundDelivery::webhookId)
        .startsWith(webhook, second, ofOther);
    database.execute("update webhook set deleted = true where id = ?", second);
    ofAccount(OWNER);
    assertThat(all(Map.of())).hasSize(6);
  }

  @Test
  void lastFullPageHasNoContinuation() {
    delivery(DeliveryStatus.PENDING, START);
    delivery(DeliveryStatus.SUCCEEDED, START);

    assertThat(page(Map.of("$top", "2")).page().continuation()).isEmpty();
    assertThat(page(Map.of("$top", "1")).page().continuation()).isPresent();
    assertThat(page(Map.of()).searched()).isEmpty();
  }

  @Test
  void findsARareEventTypeBehindManyOthers() {
    UUID rare = rows.delivery(webhook, DeliveryStatus.SUCCEEDED, START, RARE);
    List<Instant> later = IntStream.rangeClosed(1, 2500).mapToObj(START::plusMillis).toList();
    rows.deliveries(webhook, DeliveryStatus.SUCCEEDED, later, HistoryRows.TYPE);

    assertThat(all(Map.of("eventType", RARE))).containsExactly(rare);
    DeliveryPage one = page(Map.of("eventType", RARE));
    if (one.page().continuation().isEmpty()) {
      assertThat(one.searched())
          .contains(
              new Searched(2501, Optional.of(START.plusMillis(2500)), Optional.empty(), true));
    }
  }

  /** An operator may have deleted rows of the table. */
  @Test
  void goesOnBehindDeliveriesWithoutEvents() {
    List<UUID> shown = new ArrayList<>();
    List<UUID> hidden = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      UUID id = delivery(DeliveryStatus.SUCCEEDED, START.minusMillis(i));
      (i == 0 || i == 8 ? shown : hidden).add(id);
    }
    hidden.forEach(
        id ->
            database.execute(
                "delete from event where id = (select event_id from delivery where id = ?)", id));

    for (String top : List.of("1", "2", "3", "100")) {
      assertThat(all(Map.of("$top", top))).as("top %s", top).isEqualTo(shown);
    }
  }

  @Test
  void periodIncludesStartAndExcludesEnd() {
    delivery(DeliveryStatus.SUCCEEDED, START.minusNanos(1000));
    UUID start = delivery(DeliveryStatus.SUCCEEDED, START);
    delivery(DeliveryStatus.SUCCEEDED, START.plusSeconds(1));
    Map<String, String> period =
        Map.of("since", START.toString(), "until", START.plusSeconds(1).toString());

    assertThat(all(period)).containsExactly(start);
    String ofAll = page(Map.of("$top", "1")).page().continuation().orElseThrow();
    assertThat(all(Map.of("until", START.toString(), "continuationToken", ofAll))).hasSize(1);
    ofAccount(OWNER);
    assertThat(all(period)).containsExactly(start);
  }

  @Test
  void callerWithoutAccountOrRoleHasNoDeliveries() {
    delivery(DeliveryStatus.SUCCEEDED, START);

    assertThat(
            List.of(
                Callers.of("client", Optional.empty(), true, false),
                Callers.of("client", "account", false, false)))
        .allSatisfy(
            caller ->
                assertThat(search.ofAccount(caller, SearchRequests.of(Map.of())))
                    .isEqualTo(DeliveryPage.EMPTY));
  }
}
