package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.worker.DependencyHealth;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.queue.Claim;
import webhooks.domain.delivery.queue.DeliveryQueue;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.LoggedAttempts;

class ClaimerTest {
  private static final DeliverySettings SETTINGS =
      new DeliverySettings(
          Duration.ofSeconds(5),
          List.of(),
          10,
          4,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          false);

  private final StopSignal stop = new StopSignal();
  private final NodeLeases leases = TestLeases.of(10, 4);

  private Claimer claimer(DeliveryQueue queue) {
    return claimer(queue, recorder(queue));
  }

  private Claimer claimer(DeliveryQueue queue, OutcomeRecorder recorder) {
    AttemptRunner runner = new AttemptRunner(SETTINGS, null, null, leases);
    return new Claimer(
        queue, leases, runner, recorder, new BackloggedWebhooks(leases, System::nanoTime));
  }

  private OutcomeRecorder recorder(DeliveryQueue queue) {
    return new OutcomeRecorder(
        queue, leases.unrecorded(), new AttemptLog(LoggedAttempts.NONE), outcomes -> {});
  }

  private void runUntilStopped(Claimer claimer) {
    Worker.of("Claiming deliveries", stop, claimer).run();
  }

  @Test
  @Timeout(30)
  void runsAgainAfterErrorAndFreesItsSlots() {
    AtomicInteger claims = new AtomicInteger();
    DeliveryQueue queue =
        new IdleQueue() {
          @Override
          public Claim claimDue(Slots free, int limit, Duration since) {
            if (claims.incrementAndGet() == 1) {
              free.take(UUID.randomUUID(), 3);
              throw new StackOverflowError("injected");
            }
            stop.set();
            return new Claim(List.of(), Set.of(), 0, 0);
          }
        };

    runUntilStopped(claimer(queue));

    assertThat(claims).hasValue(2);
    assertThat(leases.use().leased()).isZero();
  }

  @Test
  @Timeout(30)
  void claimsABacklogAgainAfterAFailure() throws InterruptedException {
    UUID webhook = UUID.randomUUID();
    List<Set<UUID>> claims = new ArrayList<>();
    DeliveryQueue queue =
        new IdleQueue() {
          @Override
          public Claim claimBacklog(Slots slots, Map<UUID, Integer> taken) {
            claims.add(taken.keySet());
            if (claims.size() == 1) {
              throw new DatabaseFailure(new SQLException("injected: deadlock", "40P01"));
            }
            return super.claimBacklog(slots, taken);
          }
        };
    Claimer claimer = claimer(queue);
    claimer.addBacklogs(List.of(webhook));

    assertThatThrownBy(claimer::run).isInstanceOf(DatabaseFailure.class);
    claimer.run();

    assertThat(claims).containsExactly(Set.of(webhook), Set.of(webhook));
  }

  /** Their leases may have ended in an outage: claims would send their deliveries again. */
  @Test
  @Timeout(30)
  void recordsLateOutcomesBeforeItClaims() throws InterruptedException {
    List<String> calls = new ArrayList<>();
    DeliveryQueue queue =
        new IdleQueue() {
          @Override
          public int record(List<Outcome> outcomes) {
            calls.add("record");
            if (calls.size() == 1) {
              throw new DatabaseFailure(new SQLException("injected: unavailable", "08006"));
            }
            return 0;
          }

          @Override
          public Claim claimDue(Slots free, int limit, Duration since) {
            calls.add("claim");
            return new Claim(List.of(), Set.of(), 0, 0);
          }
        };
    OutcomeRecorder recorder = recorder(queue);
    Claimer claimer = claimer(queue, recorder);
    leases.unrecorded().add(OutcomeRecorderTest.outcome());
    assertThatThrownBy(recorder::run).isInstanceOf(DatabaseFailure.class);

    claimer.run();
    assertThat(calls).containsExactly("record");
    recorder.run();
    claimer.run();

    assertThat(calls).containsExactly("record", "record", "claim");
  }

  /** Otherwise a node would send its prefetched deliveries long after their webhook was paused. */
  @Test
  @Timeout(30)
  void learnsOfChangesWhileNoSlotIsFree() throws InterruptedException {
    AtomicInteger refreshed = new AtomicInteger();
    DeliveryQueue queue =
        new IdleQueue() {
          @Override
          public void refreshWebhooks() {
            refreshed.incrementAndGet();
          }
        };
    Claimer claimer = claimer(queue);
    for (int i = 0; i < 10; i++) {
      UUID webhook = UUID.randomUUID();
      TestLeases.answer(leases, webhook, 1);
      leases.take(webhook, 1);
    }
    assertThat(leases.free()).isZero();

    for (int i = 0; i < 10 && refreshed.get() < 2; i++) {
      claimer.run();
    }

    assertThat(refreshed).hasValue(2);
  }

  @Test
  @Timeout(30)
  void databaseIsUnavailableWhileClaimsFail() {
    assertThat(databaseAfter(claims -> new IllegalStateException("injected")).unavailableSince())
        .isPresent();
  }

  @Test
  @Timeout(30)
  void databaseIsAvailableAfterSuccessfulClaim() {
    assertThat(
            databaseAfter(claims -> claims == 1 ? new IllegalStateException("injected") : null)
                .unavailableSince())
        .isEmpty();
  }

  /** Claims twice, each time with the failure of this claim; null is none. */
  private DependencyHealth databaseAfter(IntFunction<RuntimeException> failures) {
    AtomicInteger claims = new AtomicInteger();
    DeliveryQueue queue =
        new IdleQueue() {
          @Override
          public Claim claimDue(Slots free, int limit, Duration since) {
            RuntimeException failure = failures.apply(claims.incrementAndGet());
            if (claims.get() == 2) {
              stop.set();
            }
            if (failure != null) {
              throw failure;
            }
            return new Claim(List.of(), Set.of(), 0, 0);
          }
        };
    Claimer claimer = claimer(queue);
    runUntilStopped(claimer);
    return claimer.database();
  }

  @Test
  @Timeout(30)
  void dueAndBackloggedDeliveriesShareTheSlots() {
    Saturated queue = new Saturated();
    queue.backlogged.forEach(webhook -> TestLeases.answer(leases, webhook, 4));
    queue.claimer.addBacklogs(queue.backlogged);

    runUntilStopped(queue.claimer);

    assertThat(queue.due.get()).as("of 200 claims").isBetween(50, 150);
  }

  /**
   * A queue with more due deliveries and more backlogged webhooks than there are slots, which stops
   * the claimer after 200 claims.
   */
  private final class Saturated extends IdleQueue {
    private final List<UUID> backlogged = Stream.generate(UUID::randomUUID).limit(10).toList();
    private final AtomicInteger due = new AtomicInteger();
    private final AtomicInteger fromBacklog = new AtomicInteger();
    private final Claimer claimer = claimer(this);

    @Override
    public Claim claimDue(Slots free, int limit, Duration since) {
      due.incrementAndGet();
      for (int i = 0; i < limit; i++) {
        UUID webhook = UUID.randomUUID();
        TestLeases.answer(leases, webhook, 1);
        assertThat(free.take(webhook, 1)).isEqualTo(1);
        sendLater(webhook, 1);
      }
      return claimed(limit);
    }

    @Override
    public Claim claimBacklog(Slots free, Map<UUID, Integer> granted) {
      fromBacklog.incrementAndGet();
      granted.forEach(this::sendLater);
      return claimed(granted.size());
    }

    private void sendLater(UUID webhook, int count) {
      CompletableFuture.runAsync(
          () -> {
            leases.giveBack(webhook, count);
            leases.signals().wake();
          },
          CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS));
    }

    private Claim claimed(int seen) {
      if (due.get() + fromBacklog.get() >= 200) {
        stop.set();
      }
      return new Claim(List.of(), Set.copyOf(backlogged), seen, 0);
    }
  }
}
