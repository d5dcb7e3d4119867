package webhooks.domain.event.ingest;

import java.util.List;
import webhooks.domain.trace.Span;

/**
 * The CDI event that a batch of events was stored, for its metrics and spans.
 *
 * <p>It is fired inside the transaction that stores the batch and that may still fail.
 *
 * @param accepted how many events were new
 * @param duplicates how many events of the same batch had been stored before
 * @param spans the spans of sampled events among the new ones, without their end
 */
public record EventsIngested(int accepted, int duplicates, List<Span> spans) {
  /** Creates the event for a batch without a sampled event. */
  public EventsIngested(int accepted, int duplicates) {
    this(accepted, duplicates, List.of());
  }
}
