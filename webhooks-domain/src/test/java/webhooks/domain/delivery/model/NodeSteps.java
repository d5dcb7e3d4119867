package webhooks.domain.delivery.model;

import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.model.DeliveryInMemory.Phase;
import webhooks.domain.delivery.model.Protocol.Step;

/**
 * Finds the steps that one node may make with one delivery, in one state.
 *
 * <p>A transaction is one step: it runs as a whole, or not at all. Slots, and pauses that a
 * receiver asks for, only delay deliveries. So a node may always lease a delivery, move it to the
 * backlog or return it there.
 */
final class NodeSteps {
  private final Protocol protocol;
  private final SystemState state;
  private final int node;
  private final int index;
  private final DeliveryState delivery;
  private final List<Step> found;

  /** Starts with one node and one delivery, by their indexes. */
  NodeSteps(Protocol protocol, SystemState state, int node, int index, List<Step> found) {
    this.protocol = protocol;
    this.state = state;
    this.node = node;
    this.index = index;
    this.delivery = state.deliveries().get(index);
    this.found = found;
  }

  /** Adds the steps to those that were found. */
  void add() {
    if (delivery.inBroker()) {
      takeMessage();
    }
    delivery.row().filter(Delivery::isPending).ifPresent(this::claim);
    for (DeliveryInMemory one : delivery.memory()) {
      if (one.node() == node) {
        switch (one.phase()) {
          case PREFETCHED -> sendOrReturn(one);
          case IN_FLIGHT -> endAttempt(one);
          default -> record(one);
        }
      }
    }
  }

  private void takeMessage() {
    if (delivery.stored()) {
      add(Action.INTAKE_REPEATS, fresh(), delivery.acknowledged());
    } else if (state.webhook().isActive()) {
      accept();
    } else {
      add(Action.INTAKE_MATCHES_NOTHING, fresh(), delivery.stored(Optional.empty()).acknowledged());
    }
  }

  private void accept() {
    int activation = state.webhook().activation();
    Delivery row = Delivery.leased(delivery.newLease(), ModelTime.LATER, activation);
    DeliveryState stored = delivery.stored(Optional.of(row));
    DeliveryState leased = stored.with(DeliveryInMemory.prefetched(node, row));
    add(Action.INTAKE_LEASES, fresh(), leased.acknowledged());
    add(
        Action.INTAKE_BACKLOGS,
        fresh(),
        stored.with(Delivery.inBacklog(activation)).acknowledged());
    if (state.left().lostAnswers() > 0) {
      SystemState after = fresh().with(state.left().withoutLostAnswer());
      add(Action.INTAKE_NOT_ACKNOWLEDGED, after, leased);
      add(Action.INTAKE_ANSWER_LOST, after, stored);
    }
    if (protocol.has(PlantedFault.LOSES_ON_CRASH) && state.left().crashes() > 0) {
      add(Action.ACKNOWLEDGE_AND_CRASH, state, delivery.acknowledged());
    }
  }

  private void claim(Delivery present) {
    Delivery row =
        protocol.has(PlantedFault.CLAIM_IGNORES_LEASE) ? PlantedFault.unleased(present) : present;
    if (!row.isClaimable(ModelTime.NOW)
        || anyOfNode(this::isLate)
        || anyOfNode(this::isToBeReturned)) {
      return;
    }
    WebhookVersion known =
        protocol.has(PlantedFault.CANCELS_CURRENT_ACTIVATION)
            ? state.copies().get(node)
            : state.webhook();
    SystemState after = state.withCopy(node, known);
    DeliveryState taken = delivery.losing(one -> true);
    if (!known.isDeliverable(row.activation())) {
      add(Action.CLAIM_CANCELS, after, taken.with(row.cancelled(false)).owing(0));
      return;
    }
    Delivery leased = row.claimed(delivery.newLease(), ModelTime.LATER, ModelTime.NOW);
    if (protocol.has(PlantedFault.CLAIM_COUNTS_ATTEMPT)) {
      leased = PlantedFault.counted(leased);
    }
    add(Action.CLAIM, after, taken.with(leased).with(DeliveryInMemory.prefetched(node, leased)));
    if (row.dueAt().isPresent()) {
      add(Action.CLAIM_BACKLOGS, after, taken.with(row.movedToBacklog(ModelTime.NOW)));
    }
    if (state.left().lostAnswers() > 0) {
      add(
          Action.CLAIM_ANSWER_LOST,
          after.with(state.left().withoutLostAnswer()),
          taken.with(leased));
    }
  }

  private boolean anyOfNode(BiPredicate<DeliveryState, DeliveryInMemory> condition) {
    return state.deliveries().stream()
        .anyMatch(
            any ->
                any.memory().stream()
                    .anyMatch(one -> one.node() == node && condition.test(any, one)));
  }

  /** The rule of {@code OutcomeRecorder.isLate}. */
  private boolean isLate(DeliveryState any, DeliveryInMemory one) {
    return one.hasOutcome()
        && !any.isValid(one)
        && !protocol.has(PlantedFault.CLAIMS_BESIDE_LATE_OUTCOMES);
  }

  /** The rule of {@code NodeLeases.takeReturned}, which runs before each claim. */
  private boolean isToBeReturned(DeliveryState any, DeliveryInMemory one) {
    return one.isPrefetched() && !any.isLongEnough(one);
  }

  /** The rules of {@code AttemptRunner.start} and {@code takeReturned}. */
  private void sendOrReturn(DeliveryInMemory one) {
    DeliveryState removed = delivery.without(one);
    boolean longEnough =
        delivery.isLongEnough(one) || protocol.has(PlantedFault.SENDS_AFTER_LEASE_END);
    if (!longEnough) {
      add(Action.GIVE_UP, state, removed);
    } else if (state.copies().get(node).isDeliverable(one.activation())
        || protocol.has(PlantedFault.SENDS_ENDED_ACTIVATION)) {
      add(Action.START, state, delivery.started(one));
    }
    Delivery row = delivery.row().orElseThrow();
    if (protocol.has(PlantedFault.RETURNS_WITHOUT_LEASE)) {
      row = PlantedFault.withLease(row, one.lease());
    }
    Delivery returned = row.returned(one.lease());
    if (protocol.has(PlantedFault.RETURN_KEEPS_REDELIVERY)) {
      returned = PlantedFault.withRedeliveries(returned, row.redeliveries());
    }
    add(Action.RETURN, state, removed.with(returned));
    if (state.left().lostAnswers() > 0) {
      add(Action.RETURN_FAILS, state.with(state.left().withoutLostAnswer()), removed);
    }
  }

  private void endAttempt(DeliveryInMemory one) {
    DeliveryState removed = delivery.without(one);
    boolean last = one.scheduled() >= protocol.attempts();
    add(Action.SUCCEED, state, removed.with(one.ended(Phase.SUCCEEDED)));
    add(Action.FAIL, state, removed.with(one.ended(last ? Phase.EXHAUSTED : Phase.FAILED)));
  }

  private void record(DeliveryInMemory one) {
    boolean fenced = delivery.isFenced(one);
    DeliveryState removed = delivery.without(one);
    if (!fenced && !protocol.has(PlantedFault.RECORDS_WITHOUT_LEASE)) {
      add(Action.RECORD_LATE, fresh(), removed);
      return;
    }
    Delivery row = delivery.row().orElseThrow();
    boolean deliverable = state.webhook().isDeliverable(row.activation());
    Delivery before =
        protocol.has(PlantedFault.FORGETS_REDELIVERY) ? PlantedFault.withRedeliveries(row, 0) : row;
    Delivery recorded =
        (fenced ? before : PlantedFault.withLease(before, one.lease()))
            .recorded(
                new Delivery.Result(one.lease(), one.number(), status(one), ModelTime.LATER, false),
                deliverable,
                ModelTime.NOW);
    boolean retries = deliverable && one.phase() == Phase.FAILED && delivery.owed() == 0;
    int owed = retries ? 1 : delivery.owed();
    add(
        fenced ? Action.RECORD : Action.RECORD_LATE,
        fresh(),
        removed.recorded(recorded).owing(owed));
    if (fenced && state.left().lostAnswers() > 0) {
      add(
          Action.RECORD_ANSWER_LOST,
          state.with(state.left().withoutLostAnswer()),
          delivery.recorded(recorded).owing(owed));
    }
  }

  private static DeliveryStatus status(DeliveryInMemory one) {
    return switch (one.phase()) {
      case SUCCEEDED -> DeliveryStatus.SUCCEEDED;
      case EXHAUSTED -> DeliveryStatus.EXHAUSTED;
      default -> DeliveryStatus.PENDING;
    };
  }

  /** Returns the state after the node has read the webhook, as each of its transactions does. */
  private SystemState fresh() {
    return state.withCopy(node, state.webhook());
  }

  private void add(Action action, SystemState after, DeliveryState changed) {
    found.add(new Step(action, node, index, after.with(index, changed)));
  }
}
