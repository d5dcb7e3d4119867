package webhooks.domain.event.ingest;

/**
 * What became of a request to publish: everything in it is durable.
 *
 * @param accepted how many events were new
 * @param duplicates how many were known by their id, or repeat an earlier one of the request
 */
public record PublishResult(int accepted, int duplicates) {}
