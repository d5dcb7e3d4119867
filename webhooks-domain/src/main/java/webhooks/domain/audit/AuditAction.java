package webhooks.domain.audit;

/** What is audited. */
public enum AuditAction {
  /** A webhook was created. */
  WEBHOOK_CREATED("webhook.created"),
  /** Properties of a webhook changed; which, the detail names. */
  WEBHOOK_UPDATED("webhook.updated"),
  /** A webhook began to deliver. */
  WEBHOOK_ACTIVATED("webhook.activated"),
  /** A webhook was deactivated; the detail holds the reason. */
  WEBHOOK_DEACTIVATED("webhook.deactivated"),
  /** A webhook is gone. */
  WEBHOOK_DELETED("webhook.deleted"),
  /** A webhook got a new secret, with an overlap or without. */
  SECRET_ROTATED("secret.rotated"),
  /** A test event was sent to a webhook. */
  WEBHOOK_TESTED("webhook.tested"),
  /** One delivery was requeued. */
  DELIVERY_REDELIVERED("delivery.redelivered"),
  /** The deliveries of a span of time were requeued. */
  DELIVERIES_RECOVERED("deliveries.recovered"),
  /** An iTwin was entered into the directory. */
  ITWIN_PUT("itwin.put"),
  /** An iTwin went to another account. */
  ITWIN_MOVED("itwin.moved"),
  /** An iTwin was taken out of the directory, with all grants on it. */
  ITWIN_REMOVED("itwin.removed"),
  /** A client got permissions on an iTwin. */
  PERMISSIONS_GRANTED("permissions.granted"),
  /** A client lost permissions on an iTwin. */
  PERMISSIONS_REVOKED("permissions.revoked"),
  /** Rejected events were replayed. */
  EVENTS_REPLAYED("events.replayed");

  private final String text;

  AuditAction(String text) {
    this.text = text;
  }

  /** Returns the name as it is stored and shown. */
  public String text() {
    return text;
  }
}
