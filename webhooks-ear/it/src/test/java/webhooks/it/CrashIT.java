package webhooks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import webhooks.it.Application.Registered;

/** A process killed with {@code kill -9} loses no event and repeats only what was in its hands. */
class CrashIT {
  private static final int EVENTS = 1000;

  /** Slow enough that many requests are open at the kill, and many were long answered. */
  private static final Duration ANSWER_TIME = Duration.ofSeconds(1);

  /**
   * How long after the answer an outcome may still be unrecorded: outcomes are written in batches,
   * and an answer first has to be read.
   */
  private static final Duration RECORDING = Duration.ofSeconds(1);

  /** How long a delivery stays with the node that took it: the time-out of 5 s and 10 s. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  /** With nothing arriving for that long, nothing is due: claims come several times a second. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  @Test
  void killOnTheEmbeddedDatabaseLosesNothingAndRepeatsOnlyWhatWasInFlight() {
    try (World world = World.onH2("crash-h2").start()) {
      // That database can't be looked into from here: the times of the answers must do.
      survivesKill(world, "H2", webhook -> Set.of());
    }
  }

  @Tag("postgresql")
  @Test
  void killOnPostgresLosesNothingAndRepeatsOnlyWhatWasInFlight() {
    try (World world = World.onPostgres("crash-postgresql", Postgres.shared()).start()) {
      Function<Registered, Set<String>> recordedOf =
          webhook -> world.database().succeeded(webhook.id());
      Registered webhook = survivesKill(world, "PostgreSQL", recordedOf);
      assertThat(recordedOf.apply(webhook)).as("recorded in the end").hasSize(EVENTS);
    }
  }

  private static Registered survivesKill(
      World world, String database, Function<Registered, Set<String>> recordedOf) {
    Application application = world.application();
    Inbox inbox = world.receiver().inbox().delays(ANSWER_TIME);
    Registered webhook = application.registers(inbox);
    List<Event> events = Events.ofAccount(application.account(), EVENTS);

    world.producer().publishes(events);
    await("deliveries under way")
        .atMost(Duration.ofSeconds(60))
        .until(() -> inbox.distinct() >= EVENTS / 2);
    Instant killed = world.product().kill9();
    world.closeProducer();
    List<Receipt> before = inbox.receipts();
    Set<String> recorded = recordedOf.apply(webhook);
    inbox.delays(Duration.ZERO);
    world.start();
    Events.awaitAll(events, inbox, Duration.ofSeconds(90));
    awaitAllRepeats(inbox, killed);

    new Count(database, before, inbox.byId(), recorded, killed).check();
    return webhook;
  }

  /** Waits until the leases of what was in flight have ended, and what they held has come again. */
  private static void awaitAllRepeats(Inbox inbox, Instant killed) {
    await("repeats of what was in flight")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                Instant.now().isAfter(killed.plus(LEASE).plus(QUIET))
                    && inbox.receipts().stream()
                        .allMatch(one -> one.arrived().plus(QUIET).isBefore(Instant.now())));
  }

  /** What arrived before the kill and in all, and what of it was known to have arrived. */
  private record Count(
      String database,
      List<Receipt> before,
      Map<String, List<Receipt>> byId,
      Set<String> recorded,
      Instant killed) {

    void check() {
      Set<String> repeated = ids(byId.values().stream().filter(all -> all.size() > 1).map(first()));
      Set<String> open = ids(before.stream().filter(one -> !answered(one, Duration.ZERO)));
      Set<String> settled = ids(before.stream().filter(one -> answered(one, RECORDING)));
      int received = byId.values().stream().mapToInt(List::size).sum();
      Progress.say(
          "crash on %s: published %d, received %d (%d before the kill), distinct %d, duplicates %d,"
              + " in flight at the kill %d, answered a while before %d, recorded %d",
          database,
          EVENTS,
          received,
          before.size(),
          byId.size(),
          repeated.size(),
          open.size(),
          settled.size(),
          recorded.size());
      assertThat(byId).as("received").hasSize(EVENTS);
      assertThat(open).as("requests open at the kill").isNotEmpty();
      assertThat(settled).as("requests answered well before the kill").isNotEmpty();
      assertThat(repeated).as("repeated").containsAll(open);
      assertThat(repeated).noneMatch(settled::contains);
      assertThat(repeated).noneMatch(recorded::contains);
      assertThat(byId.values()).allSatisfy(all -> assertThat(all).hasSizeLessThanOrEqualTo(2));
    }

    private boolean answered(Receipt receipt, Duration before) {
      return receipt.answeredAt().filter(at -> !at.isAfter(killed.minus(before))).isPresent();
    }

    private static Function<List<Receipt>, Receipt> first() {
      return all -> all.get(0);
    }

    private static Set<String> ids(Stream<Receipt> receipts) {
      return receipts.map(Receipt::id).collect(Collectors.toSet());
    }
  }
}
