package webhooks.domain.webhook.pause;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.page.Timestamps;

/**
 * The pause of a webhook by its owner or an administrator. Its events match and wait until the
 * pause ends: by a request, or by its time.
 *
 * <p>It is independent of the pauses that the receiver asks for with {@code Retry-After}. An
 * activation, a deactivation or another URL changes nothing of it.
 */
@Embeddable
public class OwnerPause {
  @Column(name = "paused_since")
  private OffsetDateTime since;

  @Column(name = "paused_until")
  private OffsetDateTime until;

  @Column(name = "pauses")
  private int count;

  @Transient private PauseChanged change;

  /** Creates the pause of a webhook that is not paused, and never was. */
  public OwnerPause() {}

  /** Pauses the webhook. A webhook that is paused stays so, with another end. */
  public void begin(UUID webhookId, Instant now, Instant newUntil) {
    if (!isRunning()) {
      since = Timestamps.utc(now);
      count++;
    }
    until = Timestamps.utc(newUntil);
    change = PauseChanged.begun(webhookId, newUntil);
  }

  /** Ends the pause. Returns whether there was one. */
  public boolean end(UUID webhookId) {
    if (!isRunning()) {
      return false;
    }
    change = PauseChanged.ended(webhookId, since.toInstant());
    since = null;
    until = null;
    return true;
  }

  /** Returns whether the webhook is paused. It is until a change ends the pause. */
  public boolean isRunning() {
    return until != null;
  }

  /** Returns how many pauses the webhook has had, with the running one. */
  public int count() {
    return count;
  }

  /** Returns the change of the pause in this transaction, if there is one. */
  public Optional<PauseChanged> change() {
    return Optional.ofNullable(change);
  }

  /** Returns the pause as its owner reads it. */
  public PauseView view() {
    return isRunning()
        ? new PauseView(Optional.of(since.toInstant()), Optional.of(until.toInstant()))
        : PauseView.NONE;
  }
}
