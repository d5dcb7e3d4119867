package webhooks.domain.delivery.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Tells this node's dispatcher of lines that grew otherwise than by its intake.
 *
 * <p>It would find them by itself within a second, or another node's would; told, it claims them at
 * once. Safe for several threads.
 */
@ApplicationScoped
public class BacklogNotifier {
  private volatile Consumer<Collection<UUID>> dispatcher = webhookIds -> {};

  /** Names the one to be told from now on. */
  public void useListener(Consumer<Collection<UUID>> newDispatcher) {
    dispatcher = newDispatcher;
  }

  /** Tells that deliveries were committed to the lines of these webhooks. */
  public void backlogGrew(Set<UUID> webhookIds) {
    dispatcher.accept(webhookIds);
  }
}
