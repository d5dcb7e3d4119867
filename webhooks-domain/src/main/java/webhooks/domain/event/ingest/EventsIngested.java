package webhooks.domain.event.ingest;

import java.util.List;
import webhooks.domain.trace.Span;

/**
 * The CDI event that reports a stored batch of events, for metrics and spans.
 *
 * <p>It is fired inside the transaction that stores the batch and that may still fail.
 *
 * @param accepted how many events were new
 * @param duplicates how many events were already stored, or repeat an earlier event of the batch
 * @param spans the spans of sampled events among the new ones, without their end
 */
public record EventsIngested(int accepted, int duplicates, List<Span> spans) {
  /** Creates the event for a batch without a sampled event. */
  public EventsIngested(int accepted, int duplicates) {
    this(accepted, duplicates, List.of());
  }
}
