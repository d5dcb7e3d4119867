package webhooks.domain.delivery.model;

import java.util.Optional;
import java.util.stream.Stream;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.model.Protocol.Step;

/** What the protocol promises for each delivery, after each step. */
enum Invariant {
  /** An event is in the broker until it is in the database. */
  NO_EVENT_IS_LOST,

  /**
   * An attempt begins only if it was requested, or if an earlier one began whose outcome can't be
   * recorded. A requeue after the end of an activation is one attempt, and what the activation owed
   * is not sent.
   */
  NO_ATTEMPT_WITHOUT_REQUEST,

  /**
   * A node that has read the end of an activation begins no attempt of it. Until then, a fifth of a
   * second at most, it may: for the others, such an attempt is one that was in flight at the end.
   */
  ENDED_ACTIVATION_IS_NOT_SENT,

  /** A delivery is finished after all requested attempts, unless its activation has ended. */
  EACH_REQUESTED_ATTEMPT_IS_MADE,

  /** Deliveries are cancelled only after their activation. */
  ONLY_ENDED_ACTIVATIONS_ARE_CANCELLED,

  /** An outcome under a former lease changes nothing. */
  FORMER_LEASE_CHANGES_NOTHING,

  /** The history has the attempts 1 to n, each once. */
  HISTORY_IS_COMPLETE,

  /** Only a process that pauses for longer than its lease sends beside another node. */
  ONE_ATTEMPT_AT_A_TIME,

  /** A node sends no delivery again whose outcome it has, unless it paused. */
  OUTCOME_IS_RECORDED_FIRST,

  /** From each state the product alone can finish each delivery. Only the search can check this. */
  EVERY_DELIVERY_CAN_FINISH;

  /** Returns an invariant that a state breaks. */
  static Optional<Invariant> brokenIn(SystemState state, Protocol protocol) {
    boolean paused = state.left().pauses() < protocol.disturbances().pauses();
    return state.deliveries().stream()
        .flatMap(
            delivery ->
                Stream.of(values())
                    .filter(invariant -> !(paused && invariant == ONE_ATTEMPT_AT_A_TIME))
                    .filter(invariant -> !invariant.holds(delivery, state.webhook())))
        .findFirst();
  }

  /** Returns an invariant that a step breaks, whatever its new state is. */
  static Optional<Invariant> brokenBy(Step step, SystemState before, Protocol protocol) {
    boolean paused = before.left().pauses() < protocol.disturbances().pauses();
    DeliveryState earlier = before.deliveries().get(step.delivery());
    DeliveryState later = step.next().deliveries().get(step.delivery());
    return Optional.ofNullable(
        switch (step.action()) {
          case RECORD_LATE -> isChanged(earlier, later) ? FORMER_LEASE_CHANGES_NOTHING : null;
          case START ->
              !paused && hasOutcome(earlier, step.node())
                  ? OUTCOME_IS_RECORDED_FIRST
                  : beginsEnded(earlier, later, before.copies().get(step.node()))
                      ? ENDED_ACTIVATION_IS_NOT_SENT
                      : null;
          default -> null;
        });
  }

  private static boolean isChanged(DeliveryState earlier, DeliveryState later) {
    return !later.row().equals(earlier.row()) || later.history() != earlier.history();
  }

  private static boolean hasOutcome(DeliveryState delivery, int node) {
    return delivery.memory().stream().anyMatch(one -> one.node() == node && one.hasOutcome());
  }

  private static boolean beginsEnded(
      DeliveryState earlier, DeliveryState later, WebhookVersion known) {
    return later.memory().stream()
        .filter(one -> one.isInFlight() && !earlier.memory().contains(one))
        .anyMatch(one -> !known.isDeliverable(one.activation()));
  }

  private boolean holds(DeliveryState delivery, WebhookVersion webhook) {
    return switch (this) {
      case NO_EVENT_IS_LOST -> delivery.inBroker() || delivery.stored();
      case NO_ATTEMPT_WITHOUT_REQUEST -> delivery.owed() >= 0;
      case ONE_ATTEMPT_AT_A_TIME ->
          delivery.memory().stream().filter(DeliveryInMemory::isInFlight).count() <= 1;
      default -> delivery.row().isEmpty() || holds(delivery, delivery.row().get(), webhook);
    };
  }

  private boolean holds(DeliveryState delivery, Delivery row, WebhookVersion webhook) {
    boolean ended = !webhook.isDeliverable(row.activation());
    return switch (this) {
      case EACH_REQUESTED_ATTEMPT_IS_MADE -> row.isPending() || delivery.owed() == 0 || ended;
      case ONLY_ENDED_ACTIVATIONS_ARE_CANCELLED ->
          row.status() != DeliveryStatus.CANCELLED || ended;
      case HISTORY_IS_COMPLETE -> row.attempts() == delivery.history();
      default -> true;
    };
  }
}
