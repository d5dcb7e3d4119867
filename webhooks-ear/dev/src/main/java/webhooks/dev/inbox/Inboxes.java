package webhooks.dev.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/** Holds the inboxes by name; above a limit the oldest is dropped. */
@ApplicationScoped
class Inboxes {
  private static final int LIMIT = 50;

  private final Map<String, Inbox> byName = new LinkedHashMap<>();

  synchronized Inbox named(String name) {
    Inbox inbox = byName.computeIfAbsent(name, key -> new Inbox());
    if (byName.size() > LIMIT) {
      byName.remove(byName.keySet().iterator().next());
    }
    return inbox;
  }
}
