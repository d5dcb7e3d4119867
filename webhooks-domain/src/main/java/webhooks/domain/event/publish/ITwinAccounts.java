package webhooks.domain.event.publish;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.event.Event;

/**
 * Remembers the accounts of the iTwins that requests named lately, so that requests that name only
 * an iTwin take turns as requests of its account. Nothing else depends on these accounts, so one
 * that is out of date does no harm. Safe for several threads.
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

  /** Returns the account of an event, or the id of its iTwin if the account is not known. */
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
