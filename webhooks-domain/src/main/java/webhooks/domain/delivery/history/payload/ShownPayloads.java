package webhooks.domain.delivery.history.payload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.request.Format;
import webhooks.domain.option.retention.PayloadRetention;
import webhooks.domain.secret.SecretCipher;

/**
 * Hides payloads that are erased, and values that the option {@code retention} of the webhook
 * redacts, and headers that may be others than were sent because of the option {@code format}. Each
 * class that shows a body or an answer to anybody asks this class first.
 */
@ApplicationScoped
public class ShownPayloads {
  private static final Logger LOG = Logger.getLogger(ShownPayloads.class.getName());

  private OptionsRepository options;
  private SecretCipher cipher;

  /** Creates the bean's proxy, for the container. */
  protected ShownPayloads() {}

  /** Creates the rules. */
  @Inject
  public ShownPayloads(OptionsRepository options, SecretCipher cipher) {
    this.options = options;
    this.cipher = cipher;
  }

  /**
   * Returns the view of a delivery's payload.
   *
   * @param body the whole body; empty if the payload is erased
   */
  public PayloadView of(UUID webhookId, Optional<byte[]> body) {
    return body.map(bytes -> of(webhookId, bytes)).orElse(ErasedPayload.VIEW);
  }

  private PayloadView of(UUID webhookId, byte[] body) {
    Optional<EncryptedOptions> stored = options.find(webhookId);
    try {
      return stored
          .map(encrypted -> of(encrypted.decrypt(cipher), encrypted.modified(), body))
          .orElseGet(() -> new WholePayload(body));
    } catch (IllegalStateException e) {
      LOG.log(
          Level.WARNING,
          "Payloads of webhook " + webhookId + " are not shown: its options can't be read",
          e);
      return ErasedPayload.VIEW;
    }
  }

  private static PayloadView of(WebhookOptions options, Instant modified, byte[] body) {
    PayloadRetention retention = options.retention();
    PayloadView payload =
        retention.redacted().isEmpty()
            ? new WholePayload(body)
            : new RedactedPayload(retention.redactedPaths(), body);
    return new FormattedPayload(
        payload, Optional.of(modified).filter(time -> options.format().equals(Format.DEFAULT)));
  }
}
