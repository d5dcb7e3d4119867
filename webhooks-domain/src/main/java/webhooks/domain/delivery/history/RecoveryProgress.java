package webhooks.domain.delivery.history;

/**
 * How far a recovery is.
 *
 * @param recovered how many deliveries are requeued so far
 * @param complete whether all are; if not, the rest is requeued in the background
 */
public record RecoveryProgress(long recovered, boolean complete) {}
