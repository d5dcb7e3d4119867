package webhooks.domain.audit;

import java.util.Arrays;
import java.util.Optional;

/** The actions that are audited. */
public enum AuditAction {
  /** A webhook was created. */
  WEBHOOK_CREATED("webhook.created"),
  /** Properties of a webhook were changed; the detail names them. */
  WEBHOOK_UPDATED("webhook.updated"),
  /** Options of a webhook were changed; the detail names them. */
  OPTIONS_UPDATED("options.updated"),
  /** A webhook was activated. */
  WEBHOOK_ACTIVATED("webhook.activated"),
  /** A webhook was deactivated; the detail holds the reason. */
  WEBHOOK_DEACTIVATED("webhook.deactivated"),
  /** A webhook was paused; the detail holds the end of the pause. */
  WEBHOOK_PAUSED("webhook.paused"),
  /** The pause of a webhook has ended: by a request, or by the product when its time was over. */
  WEBHOOK_RESUMED("webhook.resumed"),
  /** A webhook was deleted. */
  WEBHOOK_DELETED("webhook.deleted"),
  /** A webhook got a new secret, with or without an overlap. */
  SECRET_ROTATED("secret.rotated"),
  /** A webhook got a new signing key; the detail says when the key is used. */
  SIGNING_KEY_ROTATED("signingKey.rotated"),
  /** A test event was sent to a webhook. */
  WEBHOOK_TESTED("webhook.tested"),
  /** A token was requested, to test the authentication of a webhook. */
  AUTHENTICATION_TESTED("authentication.tested"),
  /** A key was made for a webhook, and a request for its certificate. */
  CERTIFICATE_REQUESTED("certificate.requested"),
  /** A receiver was asked to prove its ownership; the detail names the method. */
  VERIFICATION_REQUESTED("verification.requested"),
  /** A receiver has proven its ownership; the detail names the method, and an option it changed. */
  WEBHOOK_VERIFIED("webhook.verified"),
  /** One delivery was requeued. */
  DELIVERY_REDELIVERED("delivery.redelivered"),
  /** The deliveries of a period were requeued. */
  DELIVERIES_RECOVERED("deliveries.recovered"),
  /** The deliveries that a receiver lacked were requeued. */
  DELIVERIES_RECONCILED("deliveries.reconciled"),
  /** An operator read deliveries of a webhook; the detail names the one that was read whole. */
  DELIVERIES_READ("deliveries.read"),
  /** The payload of one delivery was erased for its webhook. */
  DELIVERY_ERASED("delivery.erased"),
  /** The payload of one event was erased for all webhooks; the detail holds its message id. */
  EVENT_ERASED("event.erased"),
  /** All events with a value were erased; the detail holds the erasure's id and counts. */
  EVENTS_ERASED("events.erased"),
  /** An iTwin was added to the directory. */
  ITWIN_PUT("itwin.put"),
  /** An iTwin was moved to another account. */
  ITWIN_MOVED("itwin.moved"),
  /** An iTwin was removed from the directory, with all grants on it. */
  ITWIN_REMOVED("itwin.removed"),
  /** A client got permissions on an iTwin. */
  PERMISSIONS_GRANTED("permissions.granted"),
  /** A client lost permissions on an iTwin. */
  PERMISSIONS_REVOKED("permissions.revoked"),
  /** A webhook, a client or an account was blocked; the detail names it. */
  BLOCK_ADDED("block.added"),
  /** A block was removed; the detail names what was blocked. */
  BLOCK_REMOVED("block.removed"),
  /** A session of the portal was created; the detail holds its id and its user. */
  PORTAL_SESSION_CREATED("portalSession.created"),
  /** A browser has exchanged the code of a session for its token; the detail holds its id. */
  PORTAL_SESSION_OPENED("portalSession.opened"),
  /** A session of the portal was ended before its time; the detail holds its id and its user. */
  PORTAL_SESSION_ENDED("portalSession.ended"),
  /** Somebody asked for mails to an address; the detail holds the alert's id. */
  ALERT_CREATED("alert.created"),
  /** The recipient of an alert confirmed the address; the detail holds the alert's id. */
  ALERT_CONFIRMED("alert.confirmed"),
  /** An alert was deleted; the detail holds its id. */
  ALERT_DELETED("alert.deleted"),
  /** The recipient of an alert unsubscribed; the detail holds the id of the deleted alert. */
  ALERT_UNSUBSCRIBED("alert.unsubscribed"),
  /** Rejected events were replayed. */
  EVENTS_REPLAYED("events.replayed"),
  /** Rejected events were discarded. */
  EVENTS_DISCARDED("events.discarded"),
  /** The body of a rejected event was replaced; the detail holds the id that it had. */
  REJECTED_EVENT_EDITED("rejectedEvent.edited");

  private final String text;

  AuditAction(String text) {
    this.text = text;
  }

  /** Returns the action of a name, if there is one. */
  static Optional<AuditAction> of(String text) {
    return Arrays.stream(values()).filter(action -> action.text.equals(text)).findFirst();
  }

  /** Returns the name of the action in the API and in the database. */
  public String text() {
    return text;
  }
}
