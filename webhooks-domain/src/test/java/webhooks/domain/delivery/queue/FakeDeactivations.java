package webhooks.domain.delivery.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import webhooks.domain.webhook.PendingDeactivations;

/** Keeps the reported deactivations instead of making them. */
final class FakeDeactivations extends PendingDeactivations {
  final List<UUID> failing = new ArrayList<>();
  final Map<UUID, Long> gone = new ConcurrentHashMap<>();

  /** What happens with each report of steady failures. */
  Runnable whenFailing = () -> {};

  @Override
  public void receiverGone(UUID webhookId, long version) {
    gone.put(webhookId, version);
  }

  @Override
  public void failingSteadily(Collection<UUID> webhookIds) {
    failing.addAll(webhookIds);
    whenFailing.run();
  }
}
