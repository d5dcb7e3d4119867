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
 * @param email empty if the stored address can't be decrypted
 * @param clientId the client whose webhooks it is about; empty if it is about the whole account
 * @param webhookId the only webhook that it is about, if there is one
 * @param confirmed when the recipient confirmed the address; empty before
 */
public record AlertView(
    UUID id,
    Optional<MailAddress> email,
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

  /** Returns whether its mails go to the mailbox of this address. */
  boolean isFor(MailAddress address) {
    return email.filter(own -> own.isSameMailbox(address)).isPresent();
  }

  /** Returns whether both could send mails about one webhook to one mailbox. */
  boolean overlaps(CreateAlert.Order order) {
    return isFor(order.email())
        && (webhookId.isEmpty()
            || order.webhookId().isEmpty()
            || webhookId.equals(order.webhookId()));
  }
}
