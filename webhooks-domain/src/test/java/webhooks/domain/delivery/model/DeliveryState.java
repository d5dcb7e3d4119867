package webhooks.domain.delivery.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The state of one event and its delivery: in the broker, in the database and in the nodes.
 *
 * <p>The last two components are for the invariants alone; no rule reads them.
 *
 * @param inBroker whether the message is not acknowledged
 * @param stored whether the event is in the database
 * @param row empty if the event is not stored, or if it matched no active webhook
 * @param memory the delivery in the nodes, in the order of the leases; each lease counts apart
 * @param owed how many attempts are still to begin: those that were requested, and those that began
 *     without a record of their outcome
 * @param history the number of recorded attempts
 */
record DeliveryState(
    boolean inBroker,
    boolean stored,
    Optional<Delivery> row,
    List<DeliveryInMemory> memory,
    int owed,
    int history) {

  /** Returns an event that a producer has sent. */
  static DeliveryState published() {
    return new DeliveryState(true, false, Optional.empty(), List.of(), 0, 0);
  }

  DeliveryState stored(Optional<Delivery> newRow) {
    return new DeliveryState(inBroker, true, newRow, memory, newRow.isPresent() ? 1 : 0, 0);
  }

  DeliveryState acknowledged() {
    return new DeliveryState(false, stored, row, memory, owed, history);
  }

  DeliveryState with(Delivery newRow) {
    return new DeliveryState(inBroker, stored, Optional.of(newRow), memory, owed, history);
  }

  DeliveryState recorded(Delivery newRow) {
    return new DeliveryState(inBroker, stored, Optional.of(newRow), memory, owed, history + 1);
  }

  DeliveryState owing(int attempts) {
    return new DeliveryState(inBroker, stored, row, memory, attempts, history);
  }

  /**
   * Returns the state after an attempt has begun. One of an ended activation is none of those that
   * are owed.
   */
  DeliveryState started(DeliveryInMemory one) {
    DeliveryState sent = without(one).with(one.started());
    return isOfEndedActivation(one) ? sent : sent.owing(owed - 1);
  }

  /** Returns whether the delivery was requeued under a later activation than this lease's. */
  boolean isOfEndedActivation(DeliveryInMemory one) {
    return row.orElseThrow().activation() != one.activation();
  }

  DeliveryState with(DeliveryInMemory added) {
    List<DeliveryInMemory> changed = new ArrayList<>(memory);
    changed.add(added);
    changed.sort(Comparator.comparing(DeliveryInMemory::lease));
    return withMemory(changed);
  }

  DeliveryState without(Predicate<DeliveryInMemory> removed) {
    return withMemory(memory.stream().filter(removed.negate()).toList());
  }

  DeliveryState without(DeliveryInMemory removed) {
    return without(removed::equals);
  }

  private DeliveryState withMemory(List<DeliveryInMemory> changed) {
    return new DeliveryState(inBroker, stored, row, List.copyOf(changed), owed, history);
  }

  /**
   * Returns the state after these attempts can't be recorded any more, so that each is owed, unless
   * it was of an ended activation.
   */
  DeliveryState losing(Predicate<DeliveryInMemory> attempts) {
    long lost =
        memory.stream()
            .filter(attempts)
            .filter(one -> isFenced(one) && !one.isPrefetched() && !isOfEndedActivation(one))
            .count();
    return owing(owed + (int) lost);
  }

  /** Returns whether the row has this lease, so that an outcome is recorded. It may have ended. */
  boolean isFenced(DeliveryInMemory one) {
    return row.filter(present -> present.hasLease(one.lease())).isPresent();
  }

  /** Returns whether the lease has not ended. */
  boolean isValid(DeliveryInMemory one) {
    return isFenced(one) && !row.orElseThrow().isClaimable(ModelTime.NOW);
  }

  /** Returns whether the lease outlasts the time-out of an attempt. */
  boolean isLongEnough(DeliveryInMemory one) {
    return isFenced(one) && ModelTime.isDueAt(row.orElseThrow(), ModelTime.LATER);
  }

  /** Returns a token that no node has. Tokens are only compared, so the smallest ones suffice. */
  UUID newLease() {
    return IntStream.iterate(1, token -> token + 1)
        .mapToObj(token -> new UUID(token * 0x9E3779B97F4A7C15L, token))
        .filter(token -> memory.stream().noneMatch(one -> one.lease().equals(token)))
        .findFirst()
        .orElseThrow();
  }

  /** Returns whether no more is to be done. */
  boolean isFinished() {
    return !inBroker && memory.isEmpty() && row.filter(Delivery::isPending).isEmpty();
  }
}
