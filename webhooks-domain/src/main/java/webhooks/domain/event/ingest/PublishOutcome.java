package webhooks.domain.event.ingest;

import webhooks.domain.error.Refusal;

/** The outcome of a request to publish in one transaction. */
public sealed interface PublishOutcome {
  /** All events of the request are stored, once the transaction is committed. */
  record Stored(PublishResult result) implements PublishOutcome {}

  /** No event of the request is stored, because the request has faults. */
  record Refused(Refusal refusal) implements PublishOutcome {}

  /**
   * No event of the request is stored, because of the number of its deliveries.
   *
   * @param alone whether the request has so many deliveries that it needs a transaction of its own;
   *     otherwise a later transaction can store it with others
   */
  record Postponed(boolean alone) implements PublishOutcome {}
}
