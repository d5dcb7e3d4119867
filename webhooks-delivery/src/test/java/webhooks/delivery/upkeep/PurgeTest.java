package webhooks.delivery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.delivery.queue.purge.HistoryPartitions;
import webhooks.domain.retention.Retention;

class PurgeTest {
  private static final OffsetDateTime TIME = OffsetDateTime.parse("2020-01-01T00:00:00Z");
  private static final Duration LONG = Duration.ofDays(7);
  private static final int BATCH = 2;

  private final StopSignal stop = new StopSignal();
  private final TreeSet<UUID> oldEvents = new TreeSet<>();
  private final Set<UUID> needed = new TreeSet<>();
  private final List<UUID> examined = new ArrayList<>();
  private long nanoTime;
  private int expiredPartitions = 2;
  private int partitionsAdded;
  private boolean failing;
  private boolean failingWebhooks;
  private int webhookPurges;
  private boolean stopsAfterBatch;

  private final Retention retention =
      new Retention() {
        @Override
        public PurgeCursor purgeDeliveries(PurgeCursor after) {
          return new PurgeCursor(after.time(), after.id(), true);
        }

        @Override
        public PurgeCursor purgeEvents(PurgeCursor after) {
          if (failing && !examined.isEmpty()) {
            throw new IllegalStateException("injected: statement timeout");
          }
          List<UUID> batch = oldEvents.tailSet(after.id(), false).stream().limit(BATCH).toList();
          examined.addAll(batch);
          oldEvents.removeIf(event -> batch.contains(event) && !needed.contains(event));
          if (stopsAfterBatch) {
            stop.set();
          }
          UUID last = batch.isEmpty() ? after.id() : batch.get(batch.size() - 1);
          return new PurgeCursor(TIME, last, batch.size() < BATCH);
        }

        @Override
        public PurgeCursor purgeAuditEntries(PurgeCursor after) {
          return new PurgeCursor(after.time(), after.id(), true);
        }

        @Override
        public PurgeCursor purgePortalSessions(PurgeCursor after) {
          return new PurgeCursor(after.time(), after.id(), true);
        }

        @Override
        public PurgeCursor purgeAlertReports(PurgeCursor after) {
          return new PurgeCursor(after.time(), after.id(), true);
        }

        @Override
        public void purgeWebhooks() {
          webhookPurges++;
          if (failingWebhooks) {
            throw new IllegalStateException("injected: statement timeout");
          }
        }
      };

  private final HistoryPartitions partitions =
      new HistoryPartitions() {
        @Override
        public void forgetBorders() {}

        @Override
        public void add() {
          partitionsAdded++;
        }

        @Override
        public boolean dropOldest() {
          expiredPartitions = Math.max(0, expiredPartitions - 1);
          return expiredPartitions > 0;
        }
      };

  private Purge purge(Duration... retentionPeriods) {
    return new Purge(partitions, retention, stop, () -> nanoTime, retentionPeriods);
  }

  private static UUID event(int number) {
    return new UUID(0, number);
  }

  private void becomesOld(int... numbers) {
    for (int number : numbers) {
      oldEvents.add(event(number));
    }
  }

  @Test
  void deletesBatchAfterBatch() {
    becomesOld(1, 2, 3, 4, 5);

    purge(LONG).run();

    assertThat(oldEvents).isEmpty();
    assertThat(expiredPartitions).isZero();
  }

  @Test
  void continuesWhereTheRunBeforeEnded() {
    Purge purge = purge(LONG);
    becomesOld(1, 2, 3);
    needed.add(event(1));
    purge.run();
    becomesOld(4);

    purge.run();

    assertThat(oldEvents).containsExactly(event(1));
    assertThat(examined).containsExactly(event(1), event(2), event(3), event(4));
    assertThat(partitionsAdded).isEqualTo(1);
  }

  @Test
  void examinesRowsThatWereNeededAgainInTheNextRound() {
    Purge purge = purge(LONG);
    becomesOld(1, 2);
    needed.add(event(1));
    purge.run();
    needed.clear();

    nanoTime += Duration.ofMinutes(10).toNanos();
    purge.run();

    assertThat(oldEvents).isEmpty();
    assertThat(partitionsAdded).isEqualTo(2);
  }

  @Test
  void startsOverAfterAFailure() {
    Purge purge = purge(LONG);
    failing = true;
    becomesOld(1, 2, 3);
    needed.add(event(1));
    assertThatThrownBy(purge::run).isInstanceOf(IllegalStateException.class);
    failing = false;
    needed.clear();

    purge.run();

    assertThat(oldEvents).isEmpty();
    assertThat(partitionsAdded).isEqualTo(1);
  }

  @Test
  void waitsForTheNextRoundAfterAFailureAtItsEnd() {
    Purge purge = purge(LONG);
    failingWebhooks = true;
    assertThatThrownBy(purge::run).isInstanceOf(IllegalStateException.class);
    becomesOld(1);

    purge.run();

    assertThat(oldEvents).isEmpty();
    assertThat(webhookPurges).isEqualTo(1);
  }

  @Test
  void endsAfterABatchWhenDeliveryStops() {
    stopsAfterBatch = true;
    becomesOld(1, 2, 3);

    purge(LONG).run();

    assertThat(oldEvents).containsExactly(event(3));
  }

  @Test
  void runsEveryTenSecondsOrAsOftenAsTheShortestRetention() {
    assertThat(purge(LONG, Duration.ofMinutes(1)).interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(purge(LONG, Duration.ofSeconds(5)).interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(purge(LONG, Duration.ZERO).interval()).isEqualTo(Duration.ofSeconds(1));
  }
}
