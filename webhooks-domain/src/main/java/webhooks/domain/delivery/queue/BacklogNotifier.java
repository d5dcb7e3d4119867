package webhooks.domain.delivery.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Notifies this node's dispatcher of backlogs that grew by published events.
 *
 * <p>Without it a dispatcher finds them by polling, within a second. Safe for several threads.
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
