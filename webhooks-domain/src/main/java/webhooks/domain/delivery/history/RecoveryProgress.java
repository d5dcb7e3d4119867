package webhooks.domain.delivery.history;

/**
 * The progress of a recovery.
 *
 * @param recovered how many deliveries are requeued so far
 * @param complete whether the recovery is finished: all deliveries are requeued, or the webhook was
 *     deactivated meanwhile; if not, nodes requeue the others in the background
 */
public record RecoveryProgress(long recovered, boolean complete) {}
