package webhooks.domain.webhook;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import javax.security.auth.x500.X500Principal;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.tls.KeyRequest;
import webhooks.domain.option.tls.KeyRequests;
import webhooks.domain.option.tls.RequestCertificate;

/**
 * Makes keys for client certificates of webhooks, and requests for the certificates. The key never
 * leaves the product: a change of the option {@code tls} that has only the certificate uses it.
 *
 * <p>Starts no transaction itself, because checks may call other servers.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CertificateRequests {
  @EJB private WebhookRepository repository;
  @EJB private AuditTrail audit;
  @Inject private OptionsRepository options;
  @Inject private KeyRequests keys;
  @Inject private WebhookAccess access;
  @Inject private Clock clock;

  /** Creates the bean, for the container. */
  public CertificateRequests() {}

  /** Creates the use case without a container, for tests. */
  CertificateRequests(
      OptionUpdates.Tables tables, KeyRequests keys, WebhookAccess access, Clock clock) {
    this.repository = tables.webhooks();
    this.options = tables.options();
    this.audit = tables.audit();
    this.keys = keys;
    this.access = access;
    this.clock = clock;
  }

  /**
   * A request for a certificate, for its authority.
   *
   * @param pem the request
   * @param subject the name in it, as RFC 2253 writes it
   * @param keptUntil when the key is deleted, unless its certificate is set before
   */
  public record RequestedCertificate(String pem, String subject, Instant keptUntil) {}

  /**
   * Makes a key for a webhook of the caller, in place of one that waits for its certificate.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults, {@code
   *     InsufficientPermissions}, {@code ServiceUnavailable} while a node of an earlier version
   *     runs, or too many other changes wait
   */
  public RequestedCertificate request(Caller caller, String id, RequestCertificate request) {
    caller.requireActor();
    Webhook webhook = access.findOwned(caller, id);
    X500Principal subject = request.name();
    // Prepared before the transaction and evaluated inside it, after any revocation in progress.
    BooleanSupplier allowed = access.permissionToMaintain(caller, webhook);
    options.requireSupport();
    KeyRequest made = KeyRequest.make(subject);
    Instant now = clock.instant();
    repository
        .change(
            webhook.id(),
            current -> {
              WebhookAccess.requireMaintained(current, caller, allowed);
              keys.put(current.id(), current.accountId(), made, now);
              audit.add(
                  WebhookAuditEntries.of(
                      caller.actor(), AuditAction.CERTIFICATE_REQUESTED, current));
              return false;
            })
        .orElseThrow(WebhookAccess::notFound);
    return new RequestedCertificate(
        made.certificateRequest(), made.subject(), now.plus(Duration.ofDays(KeyRequests.MAX_DAYS)));
  }
}
