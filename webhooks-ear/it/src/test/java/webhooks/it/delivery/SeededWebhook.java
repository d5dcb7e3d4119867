package webhooks.it.delivery;

import java.util.List;
import java.util.stream.Stream;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** A webhook of the seeded run of {@link SeededMetrics}, and its events. */
record SeededWebhook(
    Course course, Application application, Registered webhook, Inbox inbox, List<Event> events) {
  /** The attempts of a delivery by the product's schedule. */
  static final int ATTEMPTS = 3;

  /** How a webhook fares. */
  enum Course {
    /** The first, because something has to be done while its attempt is under way. */
    LATE,
    HEALTHY,
    FLAKY,
    EXHAUSTED,
    RECOVERED,
    REFUSED,
    GONE,
    DEACTIVATED,
    BLOCKED,
    REVOKED,
    DELETED;

    /** Returns why the webhook is deactivated; null if it is not. */
    String reason() {
      return switch (this) {
        case GONE -> "gone";
        case DEACTIVATED -> "owner";
        case BLOCKED -> "administrator";
        case REVOKED -> "permissionRemoved";
        case DELETED -> "deleted";
        default -> null;
      };
    }
  }

  /** Returns whether the receiver has accepted the event. */
  boolean accepted(Event event) {
    return answers(event).anyMatch(receipt -> !receipt.isRefused());
  }

  /** Returns whether the receiver has answered each attempt of the event. */
  boolean hasEnded(Event event) {
    return accepted(event) || answers(event).count() == ATTEMPTS;
  }

  private Stream<Receipt> answers(Event event) {
    return inbox.receipts(event.messageId()).stream().filter(Receipt::isAnswered);
  }
}
