package webhooks.domain.event.ingest;

/**
 * News that events were stored, told inside the transaction that stores them.
 *
 * @param accepted how many were new
 * @param duplicates how many were known already
 */
public record EventsIngested(int accepted, int duplicates) {}
