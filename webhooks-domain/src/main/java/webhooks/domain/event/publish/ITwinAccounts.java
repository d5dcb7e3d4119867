package webhooks.domain.event.publish;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.event.Event;

/**
 * The accounts of the iTwins that requests named lately, so that the requests of an account wait in
 * its turn although they name iTwins only. They decide nothing else, so an old one does no harm.
 * Safe for several threads.
 */
final class ITwinAccounts {
  private static final int MAX = 10_000;

  private final Map<UUID, String> latest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
          return size() > MAX;
        }
      };

  /** Returns the account of an event; or its iTwin, if it names no account and none is known. */
  synchronized String of(Event event) {
    return event
        .accountId()
        .orElseGet(
            () -> {
              UUID iTwin = event.iTwinId().orElseThrow();
              return latest.getOrDefault(iTwin, iTwin.toString());
            });
  }

  /** Notes the accounts of iTwins. */
  synchronized void learn(Map<UUID, String> accounts) {
    latest.putAll(accounts);
  }
}
