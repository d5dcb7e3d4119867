package webhooks.domain.event.ingest;

/**
 * A CDI event: events were stored. It is fired inside the transaction that stores them.
 *
 * @param accepted how many events were new
 * @param duplicates how many events were already stored
 */
public record EventsIngested(int accepted, int duplicates) {}
