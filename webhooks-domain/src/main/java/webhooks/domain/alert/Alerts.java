package webhooks.domain.alert;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.node.announcement.NodeRepository;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.WebhookAccess;

/**
 * Lets callers choose addresses that get mails about their webhooks, and lets recipients confirm
 * and unsubscribe.
 *
 * <p>An administrator's alert is about all webhooks of the account. An application's alert is about
 * the webhooks that the application owns, and no other application sees it. A user of the portal
 * has none: mails would go on when the session has ended, to any address. Starts no transaction
 * itself, because the search of a webhook may call another server.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Alerts {
  @EJB private AlertRepository repository;
  @EJB private NodeRepository nodes;
  @Inject private WebhookAccess access;
  @Inject private Settings settings;

  /** Creates the bean, for the container. */
  public Alerts() {}

  /** Creates the use case without a container, for tests. */
  Alerts(
      AlertRepository repository, NodeRepository nodes, WebhookAccess access, Settings settings) {
    this.repository = repository;
    this.nodes = nodes;
    this.access = access;
    this.settings = settings;
  }

  /** Returns whether the operator has configured a mail server. */
  public boolean sendsMail() {
    return settings.mail().isPresent();
  }

  /**
   * Returns the alerts that the caller may see, the oldest first.
   *
   * @throws Refusal {@code InsufficientPermissions}
   */
  public List<AlertView> list(Caller caller) {
    requireActor(caller);
    return repository.list(caller.account()).stream()
        .filter(alert -> isVisible(caller, alert))
        .toList();
  }

  private static void requireActor(Caller caller) {
    caller.requireActor();
    if (caller.token().isOfPortal()) {
      throw Refusal.insufficientPermissions();
    }
  }

  private static boolean isVisible(Caller caller, AlertView alert) {
    Optional<String> client = client(caller);
    return client.isEmpty() || alert.clientId().equals(client);
  }

  /**
   * Returns the client whose webhooks the caller owns; empty for an administrator, who owns all of
   * the account. An application with the role of one owns its own webhooks only.
   */
  private static Optional<String> client(Caller caller) {
    return caller.serviceApplication() ? Optional.of(caller.clientId()) : Optional.empty();
  }

  /**
   * Stores an alert, whose address gets a mail with a link to confirm it.
   *
   * @throws Refusal {@code InvalidRequest} with all faults, {@code InsufficientPermissions}, {@code
   *     ServiceUnavailable} while a node of an earlier version runs, which would send no mails
   */
  public AlertView create(Caller caller, CreateAlert request) {
    requireActor(caller);
    CreateAlert.Order order = request.check(sendsMail());
    if (order.alerts().contains(AlertType.BACKLOG_HIGH)) {
      caller.require(TokenScope.ADMIN);
    }
    order.webhookId().ifPresent(id -> requireOwned(caller, id));
    if (!nodes.allKnowOptions()) {
      throw new Refusal(
          ErrorCode.SERVICE_UNAVAILABLE,
          "Alerts can't be created while a node of an earlier version runs. Try again later.");
    }
    AuditEntry entry = AuditEntry.of(caller.actor(), AuditAction.ALERT_CREATED);
    return repository.add(
        caller.account(),
        client(caller),
        order,
        order
            .webhookId()
            .map(id -> entry.onWebhook(id, caller.account()))
            .orElse(entry.onAccount(caller.account())));
  }

  private void requireOwned(Caller caller, UUID webhookId) {
    try {
      access.ownedId(caller, webhookId.toString());
    } catch (Refusal e) {
      if (e.code() != ErrorCode.WEBHOOK_NOT_FOUND) {
        throw e;
      }
      throw new Refusal(
          ErrorCode.INVALID_REQUEST,
          CreateAlert.REFUSED,
          List.of(
              Fault.of(
                  FaultCode.INVALID_VALUE,
                  CreateAlert.WEBHOOK_ID,
                  "'webhookId' must be the id of a webhook of the caller.")));
    }
  }

  /**
   * Deletes an alert.
   *
   * @throws Refusal {@code AlertNotFound}, {@code InsufficientPermissions}
   */
  public void delete(Caller caller, String id) {
    AlertView found =
        list(caller).stream()
            .filter(alert -> Ids.parse(id).equals(Optional.of(alert.id())))
            .findFirst()
            .orElseThrow(
                () -> new Refusal(ErrorCode.ALERT_NOT_FOUND, "Requested alert is not available."));
    repository.delete(
        found,
        AuditEntry.of(caller.actor(), AuditAction.ALERT_DELETED).onAccount(caller.account()));
  }

  /**
   * Confirms an address. Any caller may do so with the token of the mail. Says nothing about a
   * token, so that nobody learns which ones exist.
   *
   * @throws Refusal {@code InvalidRequest} if the request has no token
   */
  public void confirm(FollowLink request) {
    request.check().ifPresent(repository::confirm);
  }

  /**
   * Deletes an alert. Any caller may do so with the token of a mail. Says nothing about a token, so
   * that nobody learns which ones exist.
   *
   * @throws Refusal {@code InvalidRequest} if the request has no token
   */
  public void unsubscribe(FollowLink request) {
    request.check().ifPresent(repository::unsubscribe);
  }
}
