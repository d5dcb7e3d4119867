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

/**
 * Reads and writes blocks. A block keeps the webhooks that it concerns inactive until an
 * administrator removes it. Each call is a transaction.
 */
@Stateless
public class BlockRepository {
  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  @EJB private AuditTrail audit;
  @Inject private ChangeLock changeLock;
  @Inject private Clock clock;
  @Inject private Event<Object> events;

  /** Creates the bean, for the container. */
  public BlockRepository() {}

  /** Creates the repository without a container, for tests. */
  public BlockRepository(
      EntityManager entities,
      AuditTrail audit,
      ChangeLock changeLock,
      Clock clock,
      Event<Object> events) {
    this.entities = entities;
    this.audit = audit;
    this.changeLock = changeLock;
    this.clock = clock;
    this.events = events;
  }

  /**
   * Blocks a webhook, a client or an account, and deactivates its webhooks. If the block exists, it
   * keeps its date, and the audit trail gets no entry.
   *
   * @param entry the entry of the audit trail for a new block
   * @throws webhooks.domain.error.Refusal if too many requests change webhooks
   */
  public void add(Blocked blocked, AuditEntry entry) {
    changeLock.take();
    // The deactivation locks the row of webhook_version first, so that a block and an activation at
    // the same time happen one after the other.
    events.fire(blocked);
    if (find(blocked.kind(), blocked.target()).isEmpty()) {
      entities.persist(new Block(Ids.next(), blocked, clock.instant()));
      audit.add(entry);
    }
  }

  /**
   * Removes a block, if there is one. The webhooks stay inactive.
   *
   * @param entry the entry of the audit trail for a removed block
   * @throws webhooks.domain.error.Refusal if too many requests change webhooks
   */
  public void remove(BlockKind kind, String target, AuditEntry entry) {
    changeLock.take();
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
   * @param after the cursor of the last block of the previous page; empty for the first page
   * @param max the maximum number of blocks
   */
  public List<Block> page(Optional<Cursor> after, int max) {
    Cursor start = after.orElseGet(Cursor::last);
    return entities
        .createQuery(
            "select b from Block b"
                + " where b.created < :created or b.created = :created and b.id < :id"
                + " order by b.created desc, b.id desc",
            Block.class)
        .setParameter("created", start.created().atOffset(ZoneOffset.UTC))
        .setParameter("id", start.id())
        .setMaxResults(max)
        .getResultList();
  }
}
