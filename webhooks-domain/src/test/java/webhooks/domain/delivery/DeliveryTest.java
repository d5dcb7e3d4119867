package webhooks.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.delivery.DeliveryStatus.CANCELLED;
import static webhooks.domain.delivery.DeliveryStatus.EXHAUSTED;
import static webhooks.domain.delivery.DeliveryStatus.PENDING;
import static webhooks.domain.delivery.DeliveryStatus.SUCCEEDED;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import webhooks.domain.delivery.model.Delivery;
import webhooks.domain.delivery.model.Delivery.Result;

/** The table of states and transitions of a delivery. */
class DeliveryTest {
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final UUID LEASE = new UUID(0, 1);
  private static final UUID OTHER_LEASE = new UUID(0, 2);
  private static final int ATTEMPTS = 3;
  private static final long ACTIVATION = 7;
  private static final long LATER_ACTIVATION = 8;

  /** A dash is for a transition that changes nothing. */
  private static final String OF_PRESENT_ACTIVATION =
      """
      before      | claim  | move    | release | return  | succeed   | fail | exhaust   | cancel | redeliver | recover
      backlog     | leased | -       | -       | -       | -         | -    | -         | -      | due       | -
      due later   | -      | -       | -       | -       | -         | -    | -         | -      | due       | -
      due         | leased | backlog | -       | -       | -         | -    | -         | -      | due       | -
      leased      | -      | -       | due     | backlog | succeeded | due  | exhausted | -      | leased    | -
      lease ended | leased | backlog | due     | backlog | succeeded | due  | exhausted | -      | leased    | -
      succeeded   | -      | -       | -       | -       | -         | -    | -         | -      | due       | -
      exhausted   | -      | -       | -       | -       | -         | -    | -         | -      | due       | backlog
      cancelled   | -      | -       | -       | -       | -         | -    | -         | -      | due       | backlog
      """;

  private static final String OF_ENDED_ACTIVATION =
      """
      before      | claim  | move    | release | return  | succeed   | fail | exhaust   | cancel    | redeliver | recover
      backlog     | leased | -       | -       | -       | -         | -    | -         | cancelled | due       | backlog
      due later   | -      | -       | -       | -       | -         | -    | -         | cancelled | due       | backlog
      due         | leased | backlog | -       | -       | -         | -    | -         | cancelled | due       | backlog
      leased      | -      | -       | due     | backlog | succeeded | due  | due       | cancelled | leased    | leased
      lease ended | leased | backlog | due     | backlog | succeeded | due  | due       | cancelled | leased    | leased
      succeeded   | -      | -       | -       | -       | -         | -    | -         | -         | due       | -
      exhausted   | -      | -       | -       | -       | -         | -    | -         | -         | due       | backlog
      cancelled   | -      | -       | -       | -       | -         | -    | -         | -         | due       | backlog
      """;

  private static final Map<String, Delivery> BEFORE =
      Map.of(
          "backlog", delivery(PENDING, null, null),
          "due later", delivery(PENDING, null, LATER),
          "due", delivery(PENDING, null, NOW),
          "leased", delivery(PENDING, LEASE, LATER),
          "lease ended", delivery(PENDING, LEASE, NOW),
          "succeeded", delivery(SUCCEEDED, null, null),
          "exhausted", delivery(EXHAUSTED, null, null),
          "cancelled", delivery(CANCELLED, null, null));

  private static Delivery delivery(DeliveryStatus status, UUID lease, Instant dueAt) {
    return new Delivery(
        status, Optional.ofNullable(lease), Optional.ofNullable(dueAt), ATTEMPTS, 1, 0, ACTIVATION);
  }

  private static Delivery after(String transition, Delivery delivery, boolean deliverable) {
    long present = deliverable ? ACTIVATION : LATER_ACTIVATION;
    return switch (transition) {
      case "claim" -> delivery.claimed(OTHER_LEASE, LATER, NOW);
      case "move" -> delivery.movedToBacklog(NOW);
      case "release" -> delivery.released(LEASE, NOW);
      case "return" -> delivery.returned(LEASE);
      case "succeed" -> delivery.recorded(result(LEASE, SUCCEEDED), deliverable, NOW);
      case "fail" -> delivery.recorded(result(LEASE, PENDING), deliverable, NOW);
      case "exhaust" -> delivery.recorded(result(LEASE, EXHAUSTED), deliverable, NOW);
      case "cancel" -> delivery.cancelled(deliverable);
      case "redeliver" -> delivery.redelivered(present, deliverable, NOW);
      case "recover" -> delivery.recovered(present, deliverable);
      default -> throw new IllegalArgumentException(transition);
    };
  }

  private static Result result(UUID lease, DeliveryStatus status) {
    return new Result(lease, ATTEMPTS + 1, status, LATER, false);
  }

  static Stream<Arguments> cells() {
    return Stream.concat(cells(OF_PRESENT_ACTIVATION, true), cells(OF_ENDED_ACTIVATION, false));
  }

  private static Stream<Arguments> cells(String table, boolean deliverable) {
    Function<String, String[]> cellsOf = line -> line.strip().split("\\s*\\|\\s*");
    String[] transitions = cellsOf.apply(table.lines().findFirst().orElseThrow());
    return table
        .lines()
        .skip(1)
        .map(cellsOf)
        .flatMap(
            line ->
                Stream.iterate(1, i -> i < line.length, i -> i + 1)
                    .map(i -> Arguments.of(deliverable, line[0], transitions[i], line[i])));
  }

  @ParameterizedTest(name = "deliverable {0}: {1}, {2}: {3}")
  @MethodSource("cells")
  void followsTheTable(boolean deliverable, String before, String transition, String expected) {
    Delivery delivery = BEFORE.get(before);
    Delivery after = after(transition, delivery, deliverable);

    if (expected.equals("-")) {
      assertThat(after).isEqualTo(delivery);
    } else {
      assertThat(after).isNotEqualTo(delivery);
      assertThat(after.state()).hasToString(expected.toUpperCase(java.util.Locale.ROOT));
    }
  }

  @Test
  void tableHasEachTransitionOfEachState() {
    assertThat(cells()).hasSize(2 * BEFORE.size() * 10);
    assertThat(BEFORE.values()).extracting(Delivery::state).contains(Delivery.State.values());
  }

  @Test
  void begins() {
    assertThat(Delivery.inBacklog(ACTIVATION).state()).isEqualTo(Delivery.State.BACKLOG);
    Delivery leased = Delivery.leased(LEASE, LATER, ACTIVATION);
    assertThat(leased.state()).isEqualTo(Delivery.State.LEASED);
    assertThat(leased.hasLease(LEASE)).isTrue();
  }

  @Test
  void formerLeaseChangesNothing() {
    Delivery leased = BEFORE.get("leased");

    assertThat(leased.recorded(result(OTHER_LEASE, SUCCEEDED), true, NOW)).isEqualTo(leased);
    assertThat(leased.released(OTHER_LEASE, NOW)).isEqualTo(leased);
    assertThat(leased.returned(OTHER_LEASE)).isEqualTo(leased);
  }

  @Test
  void excusedAttemptUsesUpNoPlaceOfTheSchedule() {
    Delivery leased = BEFORE.get("leased");

    Delivery after =
        leased.recorded(new Result(LEASE, ATTEMPTS + 1, PENDING, NOW, true), true, NOW);

    assertThat(after.state()).isEqualTo(Delivery.State.DUE);
    assertThat(after.isClaimable(NOW)).isTrue();
    assertThat(after.attempts()).isEqualTo(ATTEMPTS + 1);
    assertThat(DeliveryRules.scheduled(after.attempts(), after.attemptsBefore()))
        .isEqualTo(DeliveryRules.scheduled(leased.attempts(), leased.attemptsBefore()));
  }

  @Test
  void isSentAgainAfterEachRedelivery() {
    Delivery twice = BEFORE.get("leased").redelivered(ACTIVATION, true, NOW);
    twice = twice.redelivered(ACTIVATION, true, NOW);

    Delivery sent = twice.recorded(result(LEASE, SUCCEEDED), true, NOW);

    assertThat(sent.state()).isEqualTo(Delivery.State.DUE);
    assertThat(sent.redeliveries()).isEqualTo(1);
    assertThat(sent.attempts()).isEqualTo(ATTEMPTS + 1);
    assertThat(sent.attemptsBefore()).as("the retry schedule restarts").isEqualTo(ATTEMPTS + 1);
  }

  @Test
  void redeliveryOfWhatIsDueRequestsOneMore() {
    Delivery almostDue = delivery(PENDING, null, NOW.plus(Duration.ofSeconds(1)));

    assertThat(almostDue.redelivered(ACTIVATION, true, NOW).redeliveries()).isEqualTo(1);
    assertThat(BEFORE.get("backlog").redelivered(ACTIVATION, true, NOW).redeliveries())
        .isEqualTo(1);
    assertThat(BEFORE.get("due later").redelivered(ACTIVATION, true, NOW).redeliveries()).isZero();
    assertThat(BEFORE.get("due").redelivered(LATER_ACTIVATION, false, NOW).redeliveries())
        .as("nothing is owed of an ended activation")
        .isZero();
  }

  /** The node may have begun the attempt, and the requeue can't know. */
  @Test
  void requeueOfAnEndedActivationIsSentOnce() {
    Delivery former = BEFORE.get("leased").redelivered(ACTIVATION, true, NOW);
    for (Delivery requeued :
        List.of(
            former.redelivered(LATER_ACTIVATION, false, NOW),
            former.recovered(LATER_ACTIVATION, false))) {
      assertThat(requeued.isLeaseVoid()).isTrue();
      assertThat(requeued.recorded(result(LEASE, SUCCEEDED), true, NOW))
          .as("after an attempt that had begun")
          .isEqualTo(
              new Delivery(
                  PENDING,
                  Optional.empty(),
                  Optional.of(NOW),
                  ATTEMPTS + 1,
                  ATTEMPTS + 1,
                  0,
                  LATER_ACTIVATION));
      for (Delivery unsent : List.of(requeued.returned(LEASE), requeued.released(LEASE, NOW))) {
        assertThat(unsent.redeliveries()).as("beyond the next attempt").isZero();
        assertThat(unsent.attemptsBefore()).isEqualTo(ATTEMPTS);
        assertThat(unsent.isLeaseVoid()).isFalse();
      }
    }
  }

  @Test
  void leaseOfEndedActivationCanEndUnsent() {
    Delivery requeued = BEFORE.get("lease ended").redelivered(LATER_ACTIVATION, false, NOW);

    assertThat(requeued.claimed(OTHER_LEASE, LATER, NOW).redeliveries()).isZero();
    assertThat(requeued.movedToBacklog(NOW).redeliveries()).isZero();
    assertThat(requeued.redelivered(LATER_ACTIVATION, true, NOW).returned(LEASE).redeliveries())
        .as("of two requested attempts, one is beyond the next")
        .isEqualTo(1);
  }

  @Test
  void requeueMovesToThePresentActivation() {
    Delivery requeued = BEFORE.get("cancelled").recovered(LATER_ACTIVATION, false);

    assertThat(requeued.activation()).isEqualTo(LATER_ACTIVATION);
    assertThat(requeued.attemptsBefore()).isEqualTo(ATTEMPTS);
  }

  @Test
  void attemptsAreBounded() {
    Delivery delivery = BEFORE.get("leased");
    for (int i = 0; i < 2 * DeliveryRules.MAX_ATTEMPTS; i++) {
      delivery = delivery.redelivered(ACTIVATION, true, NOW);
    }

    assertThat(delivery.attempts() + delivery.redeliveries()).isEqualTo(DeliveryRules.MAX_ATTEMPTS);
  }

  /** The retry schedule has its own end, so an attempt that it makes needs no bound. */
  @Test
  void attemptsThatRecoveriesAskForAreBounded() {
    Delivery delivery = BEFORE.get("due later");
    int recovered = 0;
    for (int i = 0; i < 2 * DeliveryRules.MAX_ATTEMPTS; i++) {
      Delivery before = delivery;
      delivery = delivery.recoveredWithRetries(ACTIVATION, true, NOW);
      if (!delivery.equals(before)) {
        recovered++;
        Result failed = new Result(LEASE, delivery.attempts() + 1, PENDING, LATER, false);
        delivery = delivery.claimed(LEASE, LATER, NOW).recorded(failed, true, NOW);
      }
    }

    assertThat(delivery.attempts()).isEqualTo(DeliveryRules.MAX_ATTEMPTS);
    assertThat(recovered).isEqualTo(DeliveryRules.MAX_ATTEMPTS - ATTEMPTS);
    assertThat(delivery.dueAt()).contains(LATER);
  }
}
