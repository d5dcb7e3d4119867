package webhooks.domain.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.id.MailAddress;

/**
 * An alert as its account reads it.
 *
 * @param clientId the client whose webhooks it is about; empty if it is about the whole account
 * @param webhookId the only webhook that it is about, if there is one
 * @param confirmed when the recipient confirmed the address; empty before
 */
public record AlertView(
    UUID id,
    MailAddress email,
    List<AlertType> alerts,
    Optional<String> clientId,
    Optional<UUID> webhookId,
    Instant created,
    Optional<Instant> confirmed) {
  /** How long the recipient can confirm an address. The alert is deleted then. */
  static final Duration TIME_TO_CONFIRM = Duration.ofHours(24);

  /** Returns when the alert is deleted unless the recipient confirms it; empty if this is done. */
  public Optional<Instant> expires() {
    return confirmed.isPresent() ? Optional.empty() : Optional.of(created.plus(TIME_TO_CONFIRM));
  }

  /** Returns whether both could send mails about one webhook to one mailbox. */
  boolean overlaps(CreateAlert.Order order) {
    return email.isSameMailbox(order.email())
        && (webhookId.isEmpty()
            || order.webhookId().isEmpty()
            || webhookId.equals(order.webhookId()));
  }
}
