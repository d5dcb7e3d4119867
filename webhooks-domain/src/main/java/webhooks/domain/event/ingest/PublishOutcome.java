package webhooks.domain.event.ingest;

import webhooks.domain.error.Refusal;

/** What one transaction did with one of the requests to publish that it got. */
public sealed interface PublishOutcome {
  /** All events of the request are stored, once the transaction is committed. */
  record Stored(PublishResult result) implements PublishOutcome {}

  /** No event of the request is stored, because some are faulty. */
  record Refused(Refusal refusal) implements PublishOutcome {}

  /**
   * No event of the request is stored. It has so many deliveries that others would wait long for
   * it, so it needs a transaction of its own.
   */
  record Postponed() implements PublishOutcome {}
}
