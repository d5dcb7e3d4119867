package webhooks.domain.event.ingest;

/**
 * A CDI event: events were stored. It is fired inside the transaction that does so.
 *
 * @param accepted how many were new
 * @param duplicates how many were known already
 */
public record EventsIngested(int accepted, int duplicates) {}
