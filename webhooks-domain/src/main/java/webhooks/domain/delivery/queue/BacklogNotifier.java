package webhooks.domain.delivery.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Notifies the dispatcher of this node when published events add to a backlog.
 *
 * <p>Other dispatchers find the backlog within a second, by polling. Safe for several threads.
 */
@ApplicationScoped
public class BacklogNotifier {
  private volatile Consumer<Collection<UUID>> dispatcher = webhookIds -> {};

  /** Sets the listener. */
  public void useListener(Consumer<Collection<UUID>> newDispatcher) {
    dispatcher = newDispatcher;
  }

  /** Notifies the listener that deliveries were committed to the backlogs of these webhooks. */
  public void backlogGrew(Set<UUID> webhookIds) {
    dispatcher.accept(webhookIds);
  }
}
