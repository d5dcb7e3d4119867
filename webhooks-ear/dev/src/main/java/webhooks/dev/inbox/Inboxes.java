package webhooks.dev.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/** Creates inboxes by name, and drops the oldest one beyond fifty. */
@ApplicationScoped
class Inboxes {
  private static final int MAX_INBOXES = 50;

  private final Map<String, Inbox> byName = new LinkedHashMap<>();

  synchronized Inbox named(String name) {
    Inbox inbox = byName.computeIfAbsent(name, key -> new Inbox());
    if (byName.size() > MAX_INBOXES) {
      byName.remove(byName.keySet().iterator().next());
    }
    return inbox;
  }
}
