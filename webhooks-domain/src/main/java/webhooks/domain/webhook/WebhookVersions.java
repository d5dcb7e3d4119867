package webhooks.domain.webhook;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import webhooks.domain.database.ChangeLock;

/**
 * The versions of webhooks. Each change takes the next one first, which makes it wait for the
 * change before it: the version's row is locked until the end of the transaction.
 */
@Stateless
public class WebhookVersions {
  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  @Inject private ChangeLock changes;
  @Inject private Clock clock;

  /** Creates the bean, for the container. */
  public WebhookVersions() {}

  /** Creates the versions without a container, for tests. */
  WebhookVersions(EntityManager entities, ChangeLock changes, Clock clock) {
    this.entities = entities;
    this.changes = changes;
    this.clock = clock;
  }

  /** The version of a change, and its time. */
  public record Version(long number, Instant time) {}

  /** Waits for the other changes of this node. Call it before the transaction's first statement. */
  public void lock() {
    changes.take();
  }

  /** Takes the next version. */
  public Version next() {
    lock();
    entities.createNativeQuery("update webhook_version set version = version + 1").executeUpdate();
    long number =
        ((Number)
                entities.createNativeQuery("select version from webhook_version").getSingleResult())
            .longValue();
    return new Version(number, now());
  }

  /** Returns the current time. */
  public Instant now() {
    return clock.instant();
  }
}
