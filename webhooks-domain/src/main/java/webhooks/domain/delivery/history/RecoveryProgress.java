package webhooks.domain.delivery.history;

/**
 * The progress of a recovery.
 *
 * @param recovered how many deliveries are requeued so far
 * @param erased how many deliveries are left out because their payloads are erased
 * @param complete whether the recovery is finished: all deliveries are requeued, or the webhook was
 *     deactivated meanwhile; if not, nodes requeue the others in the background
 */
public record RecoveryProgress(long recovered, long erased, boolean complete) {}
