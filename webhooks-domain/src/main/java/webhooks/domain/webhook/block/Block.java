package webhooks.domain.webhook.block;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** A block of a webhook, a client or an account. It lasts until an administrator removes it. */
@Entity
@Table(name = "webhook_block")
public class Block {
  @Id private UUID id;

  private String kind;
  private String target;
  private OffsetDateTime created;

  @Column(name = "client_id")
  private String clientId;

  /** Creates an empty entity, for JPA. */
  protected Block() {}

  /** Creates the block of a target. */
  public Block(UUID id, Blocked blocked, Instant now) {
    this.id = id;
    this.kind = blocked.kind().text();
    this.target = blocked.target();
    this.created = now.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    this.clientId = blocked.by().clientId();
  }

  /** Returns the id of the block. */
  public UUID id() {
    return id;
  }

  /** Returns whether a webhook, a client or an account is blocked. */
  public BlockKind kind() {
    return BlockKind.of(kind).orElseThrow();
  }

  /** Returns the id of the webhook, the client or the account. */
  public String target() {
    return target;
  }

  /** Returns when it was blocked. */
  public Instant created() {
    return created.toInstant();
  }

  /** Returns the client of the administrator that added the block. */
  public String clientId() {
    return clientId;
  }
}
