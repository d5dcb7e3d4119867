package webhooks.delivery.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.queue.Claim;
import webhooks.domain.delivery.queue.DeliveryQueue;

/**
 * A queue without due deliveries, which keeps the outcomes and releases that it gets. Safe for
 * several threads.
 */
public class IdleQueue extends DeliveryQueue {
  private final List<Outcome> recorded = new CopyOnWriteArrayList<>();
  private final List<LeasedDelivery> inBacklog = new CopyOnWriteArrayList<>();
  private final List<LeasedDelivery> released = new CopyOnWriteArrayList<>();

  List<LeasedDelivery> inBacklog() {
    return inBacklog;
  }

  List<Outcome> recorded() {
    return recorded;
  }

  List<LeasedDelivery> released() {
    return released;
  }

  @Override
  public Claim claimDue(Slots slots, int limit, Duration since) {
    return new Claim(List.of(), Set.of(), 0, 0);
  }

  @Override
  public Claim claimBacklog(Slots slots, Map<UUID, Integer> taken) {
    taken.forEach(slots::giveBack);
    return new Claim(List.of(), Set.of(), 0, 0);
  }

  @Override
  public void refreshWebhooks() {
    // There are no webhooks.
  }

  @Override
  public List<UUID> webhooksWithBacklog() {
    return List.of();
  }

  @Override
  public List<UUID> webhooksAfterPause(Duration within) {
    return List.of();
  }

  @Override
  public List<UUID> silentWebhooks(int limit) {
    return List.of();
  }

  @Override
  public int record(List<Outcome> outcomes) {
    recorded.addAll(outcomes);
    return 0;
  }

  @Override
  public void release(List<LeasedDelivery> deliveries) {
    released.addAll(deliveries);
  }

  @Override
  public void returnToBacklog(List<LeasedDelivery> deliveries) {
    inBacklog.addAll(deliveries);
  }
}
