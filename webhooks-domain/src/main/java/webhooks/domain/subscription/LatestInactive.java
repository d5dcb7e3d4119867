package webhooks.domain.subscription;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Keeps the inactive webhooks that were used last. Not safe for several threads. */
final class LatestInactive extends LinkedHashMap<UUID, Subscription> {
  private static final long serialVersionUID = 1L;

  /** One claim leases about 2,000 deliveries at most, so their webhooks fit. */
  private static final int MAX = 2000;

  LatestInactive() {
    super(16, 0.75f, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<UUID, Subscription> eldest) {
    return size() > MAX;
  }
}
