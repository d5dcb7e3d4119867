package webhooks.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Page;

/** What the audit trail does on every database. */
@OnEveryDatabase
class AuditTest {
  private static final Actor CLIENT = new Actor("client", Optional.empty());
  private static final Optional<String> NONE = Optional.empty();

  private final TestDatabase database;
  private AuditTrail trail;
  private AuditLog log;

  AuditTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.execute("delete from audit");
    trail = new AuditTrail(database.database());
    log = new AuditLog(database.database());
  }

  private static Act act() {
    return Act.of(CLIENT, Action.WEBHOOK_CREATED).onWebhook(UUID.randomUUID(), "account");
  }

  private static Optional<String> some(String text) {
    return Optional.of(text);
  }

  private List<AuditedAct> all() {
    return log.list(new ListActs(some("100"), NONE, NONE, NONE, NONE, new Faults())).items();
  }

  /** Writes an act as if it had happened then. */
  private UUID at(Instant time, Act act) {
    trail.add(act);
    database.execute(
        "update audit set happened = cast(? as timestamp with time zone) where id = ?",
        time.toString(),
        act.id());
    return act.id();
  }

  private List<UUID> fromEndToEnd(String top, Optional<String> account) {
    List<UUID> seen = new ArrayList<>();
    Optional<String> token = NONE;
    do {
      Page<AuditedAct> page =
          log.list(new ListActs(some(top), token, account, NONE, NONE, new Faults()));
      assertThat(page.items().size()).isBetween(1, Integer.parseInt(top));
      page.items().forEach(act -> seen.add(act.id()));
      token = page.continuation();
    } while (token.isPresent());
    return seen;
  }

  @Test
  void actIsReadAsItWasWritten() {
    UUID webhook = UUID.randomUUID();
    UUID iTwin = UUID.randomUUID();
    Act whole =
        Act.of(new Actor("client", some("user")), Action.DELIVERIES_RECOVERED)
            .onITwin(iTwin, "account")
            .onWebhook(webhook, "account")
            .counting(3);
    Act bare = Act.of(CLIENT, Action.EVENTS_REPLAYED);
    trail.add(whole);
    trail.add(bare);

    assertThat(all())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("time")
        .containsExactlyInAnyOrder(
            new AuditedAct(
                whole.id(),
                null,
                "deliveries.recovered",
                "client",
                some("user"),
                some("account"),
                Optional.of(webhook),
                Optional.of(iTwin),
                some("count=3")),
            new AuditedAct(
                bare.id(),
                null,
                "events.replayed",
                "client",
                NONE,
                NONE,
                Optional.empty(),
                Optional.empty(),
                NONE));
    assertThat(all().get(0).time())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
  }

  @Test
  void actAndItsRowComeAndGoTogether() {
    Act kept = act();
    Act lost = act();
    database.inTransaction(
        () -> {
          trail.during(() -> {}, kept);
          return null;
        });

    assertThatThrownBy(
            () ->
                database.inTransaction(
                    () -> {
                      trail.during(() -> {}, lost);
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");
    Runnable refused =
        () -> {
          throw new IllegalStateException("refused");
        };
    assertThatThrownBy(() -> trail.during(refused, act())).hasMessage("refused");

    assertThat(all()).extracting(AuditedAct::id).containsExactly(kept.id());
  }

  @Test
  void stepsOfOneActAreOneRowWithTheLastDetail() {
    Act act = act();
    for (int count : List.of(2, 5)) {
      assertThat(trail.step(() -> count, act::counting)).isEqualTo(count);
    }

    assertThat(all()).extracting(AuditedAct::detail).containsExactly(some("count=5"));
  }

  @Test
  void pagesHoldEachActOnceNewestFirstAlsoWhenManyAreOfTheSameTime() {
    Instant start = Instant.parse("2026-10-02T14:55:00.123456Z");
    List<UUID> ids = new ArrayList<>();
    List<UUID> ofAccount = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      Act act = i % 3 == 0 ? act() : act().onITwin(UUID.randomUUID(), "other");
      ids.add(at(start.plusMillis(i / 7), act));
      if (i % 3 == 0) {
        ofAccount.add(act.id());
      }
    }
    Collections.reverse(ids);
    Collections.reverse(ofAccount);

    for (String top : List.of("1", "5", "23", "100")) {
      assertThat(fromEndToEnd(top, NONE)).as("top %s", top).isEqualTo(ids);
    }
    assertThat(fromEndToEnd("3", some("account"))).isEqualTo(ofAccount);
  }

  @Test
  void spanOfTimeIncludesItsStartAndNotItsEnd() {
    Instant start = Instant.parse("2026-10-02T14:55:00Z");
    at(start.minusMillis(1), act());
    UUID first = at(start, act());
    at(start.plusSeconds(1), act());

    assertThat(
            log.list(
                    new ListActs(
                        NONE,
                        NONE,
                        NONE,
                        some(start.toString()),
                        some(start.plusSeconds(1).toString()),
                        new Faults()))
                .items())
        .extracting(AuditedAct::id)
        .containsExactly(first);
  }

  @Test
  void placeOfAnotherListShowsNothingFromAfterTheEnd() {
    Instant end = Instant.parse("2026-10-02T14:55:00Z");
    UUID before = at(end.minusSeconds(1), Act.of(CLIENT, Action.EVENTS_REPLAYED));
    at(end, Act.of(CLIENT, Action.EVENTS_REPLAYED));
    at(end.plusSeconds(1), Act.of(CLIENT, Action.EVENTS_REPLAYED));
    Optional<String> ofAll =
        log.list(new ListActs(some("1"), NONE, NONE, NONE, NONE, new Faults())).continuation();

    assertThat(
            log.list(new ListActs(NONE, ofAll, NONE, NONE, some(end.toString()), new Faults()))
                .items())
        .extracting(AuditedAct::id)
        .containsExactly(before);
  }

  @Test
  void refusesBadParametersAllAtOnce() {
    assertThatThrownBy(
            () ->
                log.list(
                    new ListActs(
                        some("0"),
                        some("x"),
                        some("a\n"),
                        some("now"),
                        some("2026-10"),
                        new Faults())))
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
