package webhooks.domain.event.ingest;

import webhooks.domain.error.Refusal;

/** What one transaction did with one of the requests to publish that it got. */
public sealed interface PublishOutcome {
  /** All events of the request are stored, once the transaction is committed. */
  record Stored(PublishResult result) implements PublishOutcome {}

  /** No event of the request is stored, because some are faulty. */
  record Refused(Refusal refusal) implements PublishOutcome {}

  /**
   * No event of the request is stored, because of the number of its deliveries.
   *
   * @param alone whether it has so many that it needs a transaction of its own; else it fits in the
   *     next one
   */
  record Postponed(boolean alone) implements PublishOutcome {}
}
