package webhooks.domain.webhook;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import webhooks.domain.database.ChangeLock;
import webhooks.domain.database.Database;

/**
 * The versions of webhooks. Each change takes the next one first, which makes it wait for the
 * change before it: the version's row is locked until the end of the transaction. A creation takes
 * none, because a new webhook is inactive and so in no node's memory.
 */
@Stateless
public class WebhookVersions {
  /**
   * Takes the lock of an owner's creations until the end of the transaction. It is an update, which
   * changes no row, because JPA runs each update in the transaction's connection. It could run a
   * query in another one, which would release the lock at once.
   */
  private static final String LOCK_CREATIONS =
      """
      update webhook_version set version = version
      where cast(pg_advisory_xact_lock(hashtext('webhooks'), hashtext(?)) as text) <> ''
      """;

  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  @Inject private Database database;
  @Inject private ChangeLock changes;
  @Inject private Clock clock;

  /** Creates the bean, for the container. */
  public WebhookVersions() {}

  /** Creates the versions without a container, for tests. */
  WebhookVersions(EntityManager entities, Database database, ChangeLock changes, Clock clock) {
    this.entities = entities;
    this.database = database;
    this.changes = changes;
    this.clock = clock;
  }

  /** The version of a change, and its time. */
  public record Version(long number, Instant time) {}

  /** Waits for the other changes of this node. Call it before the transaction's first statement. */
  public void lock() {
    changes.take();
  }

  /**
   * Waits for other creations of webhooks by this owner, on all nodes, and makes later ones wait
   * for this transaction. Creations by other owners go on. Call it before the transaction's first
   * statement.
   */
  public void lockCreations(String clientId, String accountId) {
    if (database.dialect().isEmbedded()) {
      changes.take();
      return;
    }
    String owner = clientId + ' ' + accountId;
    changes.takeForCreation(owner);
    entities.createNativeQuery(LOCK_CREATIONS).setParameter(1, owner).executeUpdate();
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
