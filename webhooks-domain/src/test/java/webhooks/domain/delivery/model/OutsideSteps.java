package webhooks.domain.delivery.model;

import java.util.List;
import java.util.function.Predicate;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.model.Protocol.Step;

/** Finds the steps that do not come from the product: time, owners and failures of nodes. */
final class OutsideSteps {
  private final Protocol protocol;
  private final SystemState state;
  private final Disturbances left;
  private final List<Step> found;

  /** Starts with one state. */
  OutsideSteps(Protocol protocol, SystemState state, List<Step> found) {
    this.protocol = protocol;
    this.state = state;
    this.left = state.left();
    this.found = found;
  }

  /** Adds the steps to those that were found. */
  void add() {
    for (int index = 0; index < state.deliveries().size(); index++) {
      DeliveryState delivery = state.deliveries().get(index);
      if (delivery.row().isPresent()) {
        letTimePass(index, delivery, delivery.row().get());
        if (left.requeues() > 0) {
          requeue(index, delivery, delivery.row().get());
        }
      }
    }
    for (int node = 0; node < state.copies().size() && left.crashes() > 0; node++) {
      end(node);
    }
    if (left.changes() > 0) {
      found.add(
          new Step(
              state.webhook().isActive() ? Action.DEACTIVATE : Action.ACTIVATE,
              0,
              0,
              state.with(state.webhook().changed()).with(left.withoutChange())));
    }
  }

  /**
   * Lets a lease or a wait end. An attempt that began under a lease ends before it, because the
   * lease outlasted its time-out, unless the process pauses.
   */
  private void letTimePass(int index, DeliveryState delivery, Delivery row) {
    DeliveryState later = delivery.with(ModelTime.nearer(row));
    if (ModelTime.isDueAt(row, ModelTime.LATER)) {
      add(
          row.lease().isPresent() ? Action.LEASE_IS_SHORT : Action.RETRY_IS_DUE,
          index,
          state,
          later);
    } else if (ModelTime.isDueAt(row, ModelTime.SOON)
        && !protocol.has(PlantedFault.LEASE_NEVER_ENDS)) {
      if (delivery.memory().stream().noneMatch(one -> one.isInFlight() && delivery.isFenced(one))) {
        add(Action.LEASE_ENDS, index, state, later);
      } else if (left.pauses() > 0) {
        add(Action.LEASE_ENDS_IN_PAUSE, index, state.with(left.withoutPause()), later);
      }
    }
  }

  /**
   * Requeues a delivery. The webhook may be inactive: that is checked in an earlier transaction.
   */
  private void requeue(int index, DeliveryState delivery, Delivery row) {
    SystemState after = state.with(left.withoutRequeue());
    boolean ended = !row.isPending() || !state.webhook().isDeliverable(row.activation());
    boolean waitsForRetry = row.lease().isEmpty() && ModelTime.isDueAt(row, ModelTime.LATER);
    int owed = waitsForRetry ? delivery.owed() : delivery.owed() + 1;
    DeliveryState redelivered =
        delivery.with(
            row.redelivered(
                state.webhook().activation(),
                state.webhook().isDeliverable(row.activation()),
                ModelTime.NOW));
    add(Action.REDELIVER, index, after, redelivered.owing(ended ? 1 : owed));
    if (ended && row.status() != DeliveryStatus.SUCCEEDED) {
      DeliveryState recovered =
          delivery.with(
              row.recovered(
                  state.webhook().activation(), state.webhook().isDeliverable(row.activation())));
      add(Action.RECOVER, index, after, recovered.owing(1));
    }
    if (waitsForRetry && !ended) {
      DeliveryState due =
          delivery.with(
              row.recoveredWithRetries(state.webhook().activation(), true, ModelTime.NOW));
      add(Action.RECOVER_RETRY, index, after, due);
    }
  }

  private void add(Action action, int index, SystemState after, DeliveryState changed) {
    found.add(new Step(action, 0, index, after.with(index, changed)));
  }

  /** Ends a process, by a crash or gracefully. The node restarts with an empty memory. */
  private void end(int node) {
    Predicate<DeliveryInMemory> own = one -> one.node() == node;
    if (!anyInMemory(own)) {
      return;
    }
    SystemState after = state.withCopy(node, state.webhook()).with(left.withoutCrash());
    SystemState crashed = after.withEach(any -> any.losing(own).without(own));
    found.add(new Step(Action.CRASH, node, 0, crashed));
    if (!anyInMemory(own.and(DeliveryInMemory::hasOutcome))) {
      // A node that stops records all outcomes first.
      SystemState stopped = after.withEach(any -> released(any, own));
      found.add(new Step(Action.STOP, node, 0, stopped));
    }
  }

  private boolean anyInMemory(Predicate<DeliveryInMemory> condition) {
    return state.deliveries().stream().anyMatch(any -> any.memory().stream().anyMatch(condition));
  }

  private static DeliveryState released(DeliveryState delivery, Predicate<DeliveryInMemory> own) {
    DeliveryState removed = delivery.losing(own).without(own);
    return delivery.memory().stream()
        .filter(own.and(delivery::isFenced))
        .findAny()
        .map(one -> delivery.row().orElseThrow().released(one.lease(), ModelTime.NOW))
        .map(removed::with)
        .orElse(removed);
  }
}
