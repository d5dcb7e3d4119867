package webhooks.domain.event.ingest;

/**
 * The result of a request to publish. All its events are stored.
 *
 * @param accepted how many events were new
 * @param duplicates how many events were already stored, or repeat an earlier event of the request
 */
public record PublishResult(int accepted, int duplicates) {}
