package webhooks.domain.alert;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.operational.OperationalEventType;

/** The kinds of operational events that mails report. */
public enum AlertType {
  /** The attempts of a webhook have failed for a while. */
  WEBHOOK_FAILING("webhookFailing", OperationalEventType.FAILING),
  /** A webhook was deactivated. */
  WEBHOOK_DEACTIVATED("webhookDeactivated", OperationalEventType.DEACTIVATED),
  /** The client certificate of a webhook ends soon. */
  CERTIFICATE_EXPIRING("certificateExpiring", OperationalEventType.CERTIFICATE_EXPIRING),
  /**
   * The backlog of the product is longer than the operator's bound. Only operators get mails about
   * it.
   */
  BACKLOG_HIGH("backlogHigh", OperationalEventType.BACKLOG_EXCEEDED);

  /** The names of all kinds, with commas between. */
  static final String NAMES =
      Stream.of(values()).map(AlertType::text).collect(Collectors.joining(", "));

  private final String text;
  private final OperationalEventType event;

  AlertType(String text, OperationalEventType event) {
    this.text = text;
    this.event = event;
  }

  /** Returns the kind of a name, if there is one. */
  static Optional<AlertType> of(String text) {
    return Stream.of(values()).filter(type -> type.text.equals(text)).findFirst();
  }

  /** Returns the kind that reports operational events of a type, if there is one. */
  static Optional<AlertType> ofEvent(String eventType) {
    return Stream.of(values()).filter(type -> type.event.eventType().equals(eventType)).findFirst();
  }

  /** Returns the name in the API and in the database. */
  public String text() {
    return text;
  }
}
