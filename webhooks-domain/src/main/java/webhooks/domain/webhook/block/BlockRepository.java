package webhooks.domain.webhook.block;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.lock.ChangeLock;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;

/** Reads and writes blocks. Each call is a transaction. */
@Stateless
public class BlockRepository {
  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  @EJB private AuditTrail audit;
  @Inject private ChangeLock changes;
  @Inject private Clock clock;
  @Inject private Event<Object> events;

  /** Creates the bean, for the container. */
  public BlockRepository() {}

  /** Creates the repository without a container, for tests. */
  public BlockRepository(
      EntityManager entities,
      AuditTrail audit,
      ChangeLock changes,
      Clock clock,
      Event<Object> events) {
    this.entities = entities;
    this.audit = audit;
    this.changes = changes;
    this.clock = clock;
    this.events = events;
  }

  /**
   * Blocks a webhook, a client or an account, and deactivates its webhooks. What is blocked already
   * stays unchanged.
   *
   * @param entry the entry of the audit trail
   */
  public void add(Blocked blocked, AuditEntry entry) {
    changes.take();
    // Deactivates the webhooks. That locks the row of the webhooks' version first, so that a block
    // and an activation at the same time happen one after the other.
    events.fire(blocked);
    if (find(blocked.kind(), blocked.target()).isEmpty()) {
      entities.persist(new Block(Ids.next(), blocked, clock.instant()));
      audit.add(entry);
    }
  }

  /** Removes a block, if there is one. The webhooks stay inactive. */
  public void remove(BlockKind kind, String target, AuditEntry entry) {
    changes.take();
    find(kind, target)
        .ifPresent(
            block -> {
              entities.remove(block);
              audit.add(entry);
            });
  }

  private Optional<Block> find(BlockKind kind, String target) {
    return entities
        .createQuery("select b from Block b where b.kind = :kind and b.target = :id", Block.class)
        .setParameter("kind", kind.text())
        .setParameter("id", target)
        .getResultStream()
        .findFirst();
  }

  /**
   * Returns blocks, the newest first.
   *
   * @param after the list begins after this cursor, with older blocks
   */
  public List<Block> page(Optional<Cursor> after, int max) {
    Cursor end = after.orElseGet(Cursor::last);
    return entities
        .createQuery(
            "select b from Block b"
                + " where b.created < :created or b.created = :created and b.id < :id"
                + " order by b.created desc, b.id desc",
            Block.class)
        .setParameter("created", end.created().atOffset(ZoneOffset.UTC))
        .setParameter("id", end.id())
        .setMaxResults(max)
        .getResultList();
  }
}
