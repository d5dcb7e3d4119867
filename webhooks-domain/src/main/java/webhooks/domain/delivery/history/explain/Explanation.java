package webhooks.domain.delivery.history.explain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.webhook.revision.Revision;

/**
 * The answer to the question what has become of an event for a webhook.
 *
 * @param event the event, if the caller may know of it
 * @param settings the settings of the webhook that decided about the event, if they are known
 * @param delivery the delivery of the event, if there is one
 */
public record Explanation(
    UUID messageId,
    Verdict verdict,
    Optional<ExplainedEvent> event,
    Optional<Revision> settings,
    Optional<StoredDelivery> delivery) {

  /**
   * The result and its reason.
   *
   * @param reason the reason of a deactivation, the side that asked for a pause, the kind of a
   *     block, or the part of a filter; empty if the result says it all
   * @param until when a pause ends
   */
  public record Verdict(Result result, Optional<String> reason, Optional<Instant> until) {
    static Verdict of(Result result) {
      return new Verdict(result, Optional.empty(), Optional.empty());
    }

    static Verdict of(Result result, String reason) {
      return new Verdict(result, Optional.of(reason), Optional.empty());
    }
  }

  /**
   * The event as its owner reads it.
   *
   * @param iTwinId the iTwin of the event, or the account
   * @param enqueued the time that the publisher gave it
   * @param stored when it was stored
   * @param others how many other events with the same message id the caller may know of
   */
  public record ExplainedEvent(
      String eventType, String iTwinId, Optional<String> enqueued, Instant stored, int others) {}

  /**
   * Returns the explanation without settings that may have credentials: the query of the URL, and
   * options that select no events.
   */
  public Explanation withoutCredentials() {
    return new Explanation(
        messageId,
        verdict,
        event,
        settings.map(
            revision ->
                new Revision(
                    revision.settings().forAdministrator(), revision.from(), revision.until())),
        delivery);
  }

  /**
   * Returns the explanation of an event of which the caller may not know, or that is not stored.
   */
  static Explanation neverReceived(UUID messageId) {
    return simple(messageId, Result.NEVER_RECEIVED);
  }

  /** Returns the explanation for a webhook that can't be read. */
  static Explanation unreadable(UUID messageId) {
    return simple(messageId, Result.UNREADABLE);
  }

  private static Explanation simple(UUID messageId, Result result) {
    return new Explanation(
        messageId, Verdict.of(result), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
