package webhooks.delivery.intake;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.Slots;
import webhooks.domain.delivery.queue.Claim;
import webhooks.domain.delivery.queue.DeliveryQueue;

/** A queue in which nothing is ever due, and that forgets outcomes: intake is tested alone. */
final class UnclaimedQueue extends DeliveryQueue {
  @Override
  public Claim claimDue(Slots slots, int limit) {
    return new Claim(List.of(), Set.of(), 0);
  }

  @Override
  public Claim claimBacklog(Slots slots, Map<UUID, Integer> taken) {
    taken.forEach(slots::giveBack);
    return new Claim(List.of(), Set.of(), 0);
  }

  @Override
  public List<UUID> webhooksWithBacklog() {
    return List.of();
  }

  @Override
  public int record(List<Outcome> outcomes) {
    return 0;
  }

  @Override
  public void release(List<LeasedDelivery> deliveries) {
    // They stay leased: nothing is claimed from this queue.
  }
}
