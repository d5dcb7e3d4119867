package webhooks.domain.delivery.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The state of the whole system.
 *
 * @param webhook the webhook in the database
 * @param copies the webhook as each node has read it
 * @param left the disturbances that may still happen
 */
record SystemState(
    WebhookVersion webhook,
    List<WebhookVersion> copies,
    List<DeliveryState> deliveries,
    Disturbances left) {

  /** Returns the state in which the webhook is active and the events are in the broker. */
  static SystemState initial(Protocol protocol) {
    WebhookVersion active = new WebhookVersion(0);
    return new SystemState(
        active,
        Collections.nCopies(protocol.nodes(), active),
        Collections.nCopies(protocol.deliveries(), DeliveryState.published()),
        protocol.disturbances());
  }

  SystemState with(int delivery, DeliveryState changed) {
    return new SystemState(webhook, copies, replaced(deliveries, delivery, changed), left);
  }

  SystemState withEach(UnaryOperator<DeliveryState> change) {
    return new SystemState(webhook, copies, deliveries.stream().map(change).toList(), left);
  }

  SystemState withCopy(int node, WebhookVersion read) {
    return new SystemState(webhook, replaced(copies, node, read), deliveries, left);
  }

  SystemState with(WebhookVersion changed) {
    return new SystemState(changed, copies, deliveries, left);
  }

  SystemState with(Disturbances changed) {
    return new SystemState(webhook, copies, deliveries, changed);
  }

  private static <T> List<T> replaced(List<T> list, int index, T element) {
    if (list.get(index).equals(element)) {
      return list;
    }
    List<T> changed = new ArrayList<>(list);
    changed.set(index, element);
    return List.copyOf(changed);
  }

  /** Returns whether no more is to be done for any delivery. */
  boolean isFinished() {
    return deliveries.stream().allMatch(DeliveryState::isFinished);
  }
}
