package webhooks.domain.operational;

import webhooks.domain.catalogue.EventTypes;

/** A kind of operational event. */
public enum OperationalEventType {
  /** A webhook was deactivated. */
  DEACTIVATED("webhookDeactivated"),
  /** A webhook was paused by its owner or an administrator. */
  PAUSED("webhookPaused"),
  /** The pause of a webhook has ended. */
  RESUMED("webhookResumed"),
  /** The client certificate of a webhook ends soon. */
  CERTIFICATE_EXPIRING("certificateExpiring"),
  /** The attempts of a webhook have failed for a while. */
  FAILING("webhookFailing"),
  /** A webhook that was reported as failing is back to normal. */
  RECOVERED("webhookRecovered"),
  /** Deliveries of a webhook have no attempts left. */
  EXHAUSTED("deliveriesExhausted"),
  /** The backlog of the product is longer than the setting allows. Only operators get it. */
  BACKLOG_EXCEEDED("backlogExceeded"),
  /** The backlog of the product is back to normal. Only operators get it. */
  BACKLOG_NORMAL("backlogNormal");

  private final String eventType;

  OperationalEventType(String name) {
    this.eventType = EventTypes.OWN_PREFIX + name + ".v1";
  }

  /** Returns the type of the event. */
  public String eventType() {
    return eventType;
  }
}
