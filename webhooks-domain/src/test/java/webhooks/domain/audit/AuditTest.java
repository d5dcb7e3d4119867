package webhooks.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static webhooks.domain.audit.AuditFixture.ADMINISTRATOR;
import static webhooks.domain.audit.AuditFixture.CLIENT;
import static webhooks.domain.audit.AuditFixture.NONE;
import static webhooks.domain.audit.AuditFixture.newEntry;
import static webhooks.domain.audit.AuditFixture.some;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Actor;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Page;

/** Audit entries, written with their acts and read in pages. */
@OnEveryDatabase
class AuditTest {
  private final TestDatabase database;
  private AuditTrail trail;
  private AuditReader log;

  AuditTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    AuditFixture audit = AuditFixture.empty(database);
    trail = audit.trail();
    log = audit.log();
  }

  private List<AuditEntryView> all() {
    return log.list(
            ADMINISTRATOR,
            new ListAuditEntries(some("100"), NONE, NONE, NONE, NONE, NONE, NONE, List.of()))
        .items();
  }

  /** Writes an entry of the given time. */
  private UUID at(Instant time, AuditEntry entry) {
    trail.add(entry);
    database.execute(
        "update audit set happened = cast(? as timestamp with time zone) where id = ?",
        time.toString(),
        entry.id());
    return entry.id();
  }

  private List<UUID> readAllPages(String top, Optional<String> account) {
    List<UUID> seen = new ArrayList<>();
    Optional<String> token = NONE;
    do {
      Page<AuditEntryView> page =
          log.list(
              ADMINISTRATOR,
              new ListAuditEntries(some(top), token, account, NONE, NONE, NONE, NONE, List.of()));
      assertThat(page.items().size()).isBetween(1, Integer.parseInt(top));
      page.items().forEach(entry -> seen.add(entry.id()));
      token = page.continuation();
    } while (token.isPresent());
    return seen;
  }

  @Test
  void readsEntriesAsWritten() {
    UUID webhook = UUID.randomUUID();
    UUID iTwin = UUID.randomUUID();
    AuditEntry whole =
        AuditEntry.of(new Actor("client", some("user")), AuditAction.DELIVERIES_RECOVERED)
            .onITwin(iTwin, "account")
            .onWebhook(webhook, "account")
            .withCount(3);
    AuditEntry bare = AuditEntry.of(CLIENT, AuditAction.EVENTS_REPLAYED);
    trail.add(whole);
    trail.add(bare);

    assertThat(all())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("time")
        .containsExactlyInAnyOrder(
            new AuditEntryView(
                whole.id(),
                null,
                "deliveries.recovered",
                "client",
                some("user"),
                some("account"),
                Optional.of(webhook),
                Optional.of(iTwin),
                some("count=3"),
                NONE),
            new AuditEntryView(
                bare.id(),
                null,
                "events.replayed",
                "client",
                NONE,
                NONE,
                Optional.empty(),
                Optional.empty(),
                NONE,
                NONE));
    assertThat(all().get(0).time())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
  }

  @Test
  void commitsEntryWithItsAct() {
    AuditEntry kept = newEntry();
    AuditEntry lost = newEntry();
    database.inTransaction(
        () -> {
          trail.add(kept);
          return null;
        });

    assertThatThrownBy(
            () ->
                database.inTransaction(
                    () -> {
                      trail.add(lost);
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    assertThat(all()).extracting(AuditEntryView::id).containsExactly(kept.id());
  }

  @Test
  void updatesOneEntryForTheStepsOfAnAct() {
    AuditEntry entry = newEntry();
    for (long count : List.of(2L, 5L)) {
      trail.upsert(entry.withCount(count));
    }

    assertThat(all()).extracting(AuditEntryView::detail).containsExactly(some("count=5"));
  }

  @Test
  void pagesHoldEachEntryOnceNewestFirst() {
    Instant start = Instant.parse("2026-10-02T14:55:00.123456Z");
    List<UUID> ids = new ArrayList<>();
    List<UUID> ofAccount = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      AuditEntry entry = i % 3 == 0 ? newEntry() : newEntry().onITwin(UUID.randomUUID(), "other");
      ids.add(at(start.plusMillis(i / 7), entry));
      if (i % 3 == 0) {
        ofAccount.add(entry.id());
      }
    }
    Collections.reverse(ids);
    Collections.reverse(ofAccount);

    for (String top : List.of("1", "5", "23", "100")) {
      assertThat(readAllPages(top, NONE)).as("top %s", top).isEqualTo(ids);
    }
    assertThat(readAllPages("3", some("account"))).isEqualTo(ofAccount);
  }

  @Test
  void timeRangeIncludesStartAndExcludesEnd() {
    Instant start = Instant.parse("2026-10-02T14:55:00Z");
    at(start.minusMillis(1), newEntry());
    UUID first = at(start, newEntry());
    at(start.plusSeconds(1), newEntry());

    assertThat(
            log.list(
                    ADMINISTRATOR,
                    new ListAuditEntries(
                        NONE,
                        NONE,
                        NONE,
                        NONE,
                        NONE,
                        some(start.toString()),
                        some(start.plusSeconds(1).toString()),
                        List.of()))
                .items())
        .extracting(AuditEntryView::id)
        .containsExactly(first);
  }

  @Test
  void cursorOfAnotherListRespectsTheEnd() {
    Instant end = Instant.parse("2026-10-02T14:55:00Z");
    UUID before = at(end.minusSeconds(1), AuditEntry.of(CLIENT, AuditAction.EVENTS_REPLAYED));
    at(end, AuditEntry.of(CLIENT, AuditAction.EVENTS_REPLAYED));
    at(end.plusSeconds(1), AuditEntry.of(CLIENT, AuditAction.EVENTS_REPLAYED));
    Optional<String> ofAll =
        log.list(
                ADMINISTRATOR,
                new ListAuditEntries(some("1"), NONE, NONE, NONE, NONE, NONE, NONE, List.of()))
            .continuation();

    assertThat(
            log.list(
                    ADMINISTRATOR,
                    new ListAuditEntries(
                        NONE, ofAll, NONE, NONE, NONE, NONE, some(end.toString()), List.of()))
                .items())
        .extracting(AuditEntryView::id)
        .containsExactly(before);
  }

  @Test
  void reportsAllInvalidParameters() {
    assertThatThrownBy(
            () ->
                log.list(
                    ADMINISTRATOR,
                    new ListAuditEntries(
                        some("0"),
                        some("x"),
                        some("a\n"),
                        NONE,
                        NONE,
                        some("now"),
                        some("2026-10"),
                        List.of())))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(Fault::target)
                    .containsExactlyInAnyOrder(
                        some("$top"),
                        some("continuationToken"),
                        some("accountId"),
                        some("since"),
                        some("until")));
  }
}
