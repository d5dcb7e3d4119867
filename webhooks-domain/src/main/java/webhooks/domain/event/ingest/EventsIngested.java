package webhooks.domain.event.ingest;

/**
 * The CDI event that a batch of events was stored, for its metrics.
 *
 * <p>It is fired inside the transaction that stores the batch and that may still fail.
 *
 * @param accepted how many events were new
 * @param duplicates how many events of the same batch had been stored before
 */
public record EventsIngested(int accepted, int duplicates) {}
