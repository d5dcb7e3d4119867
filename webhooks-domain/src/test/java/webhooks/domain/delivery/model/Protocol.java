package webhooks.domain.delivery.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules of the model, within bounds.
 *
 * @param nodes the number of nodes
 * @param deliveries the number of events, each for the one webhook
 * @param attempts the number of attempts in the retry schedule
 * @param disturbances how often each kind of disturbance may happen
 * @param fault the rule that is broken on purpose
 */
record Protocol(
    int nodes, int deliveries, int attempts, Disturbances disturbances, PlantedFault fault) {
  /**
   * A step from one state to the next.
   *
   * @param node the index of the node, if the action has one
   * @param delivery the index of the delivery, if the action has one
   * @param next the state after the step
   */
  record Step(Action action, int node, int delivery, SystemState next) {
    /** Returns what happens. */
    @Override
    public String toString() {
      return action.text(node, delivery);
    }
  }

  /** Returns the same rules with a planted fault. */
  Protocol with(PlantedFault planted) {
    return new Protocol(nodes, deliveries, attempts, disturbances, planted);
  }

  boolean has(PlantedFault planted) {
    return fault == planted;
  }

  /** Returns all steps that are possible in a state. */
  List<Step> steps(SystemState state) {
    List<Step> found = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      for (int delivery = 0; delivery < deliveries; delivery++) {
        new NodeSteps(this, state, node, delivery, found).add();
      }
      if (!state.copies().get(node).equals(state.webhook())) {
        // Claims read the webhook also if no delivery is due.
        found.add(new Step(Action.READ_WEBHOOK, node, 0, state.withCopy(node, state.webhook())));
      }
    }
    new OutsideSteps(this, state, found).add();
    return found;
  }
}
