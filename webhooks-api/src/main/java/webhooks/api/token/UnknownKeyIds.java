package webhooks.api.token;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers key ids that recent tokens named and the issuer does not have, so that no token waits
 * in vain for another read. Remembers a limited number, each for a short time. Safe for use by
 * several threads.
 */
final class UnknownKeyIds {
  private static final int MAX_IDS = 1000;
  private static final int MAX_LENGTH = 200;

  private final Duration timeToLive;
  private final Map<String, Instant> ids =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MAX_IDS;
        }
      };

  /** Creates an empty set that keeps each id for this time. */
  UnknownKeyIds(Duration timeToLive) {
    this.timeToLive = timeToLive;
  }

  /** Adds a key id, unless it is null or longer than real ones. */
  synchronized void add(String keyId, Instant now) {
    if (keyId != null && keyId.length() <= MAX_LENGTH) {
      ids.putIfAbsent(keyId, now.plus(timeToLive));
    }
  }

  /** Returns whether the key id was added a short time ago. */
  synchronized boolean contains(String keyId, Instant now) {
    Instant until = ids.get(keyId);
    if (until != null && !now.isBefore(until)) {
      ids.remove(keyId);
      return false;
    }
    return until != null;
  }
}
