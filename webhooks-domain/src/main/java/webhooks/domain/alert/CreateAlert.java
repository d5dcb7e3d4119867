package webhooks.domain.alert;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.id.MailAddress;

/**
 * A request for mails to an address, not yet checked.
 *
 * @param alerts the names of the alerts
 * @param webhookId the only webhook that the mails are about
 * @param faults the faults found while the request was read
 */
public record CreateAlert(
    Optional<String> email,
    Optional<List<String>> alerts,
    Optional<String> webhookId,
    List<Fault> faults) {
  static final String REFUSED = "Cannot create the alert. Make sure the request body is valid.";
  static final String EMAIL = "email";
  private static final String ALERTS = "alerts";
  static final String WEBHOOK_ID = "webhookId";

  /** A request that breaks no rule. */
  record Order(MailAddress email, Set<AlertType> alerts, Optional<UUID> webhookId) {}

  /**
   * Returns the request if it breaks no rule.
   *
   * @param sendsMail whether the operator has configured a mail server
   * @throws Refusal {@code InvalidRequest} with all faults
   */
  Order check(boolean sendsMail) {
    Faults found = new Faults(faults);
    Set<AlertType> types = EnumSet.noneOf(AlertType.class);
    if (!found.concernWholeBody()) {
      checkEmail(sendsMail, found);
      checkAlerts(found, types);
      if (webhookId.isPresent() && webhookId.flatMap(Ids::parse).isEmpty()) {
        found.invalid(WEBHOOK_ID, "'webhookId' must be the id of a webhook.");
      }
    }
    found.refuseIfAny(ErrorCode.INVALID_REQUEST, REFUSED);
    return new Order(
        email.flatMap(MailAddress::parse).orElseThrow(), types, webhookId.flatMap(Ids::parse));
  }

  private void checkEmail(boolean sendsMail, Faults found) {
    if (!sendsMail) {
      found.invalid(
          EMAIL, "The product sends no mails: the setting webhooks.mail.host is not set.");
    } else if (email.isEmpty()) {
      found.missing(EMAIL);
    } else if (email.flatMap(MailAddress::parse).isEmpty()) {
      found.invalid(EMAIL, "'email' " + MailAddress.RULE);
    }
  }

  private void checkAlerts(Faults found, Set<AlertType> types) {
    if (alerts.isEmpty()) {
      found.missing(ALERTS);
      return;
    }
    alerts.get().stream().flatMap(name -> AlertType.of(name).stream()).forEach(types::add);
    boolean isUnknown = alerts.get().stream().anyMatch(name -> AlertType.of(name).isEmpty());
    if (isUnknown || types.isEmpty()) {
      found.invalid(ALERTS, "'alerts' must have one or more of " + AlertType.NAMES + ".");
    } else if (webhookId.isPresent() && types.contains(AlertType.BACKLOG_HIGH)) {
      found.invalid(ALERTS, "'backlogHigh' is about no webhook, so 'webhookId' must be absent.");
    }
  }

  /** Returns a description without the address, which is personal. */
  @Override
  public String toString() {
    return "CreateAlert[]";
  }
}
