package webhooks.domain.delivery.queue;

import java.util.List;
import webhooks.domain.delivery.Outcome;

/**
 * A CDI event: outcomes were recorded. It is fired inside the transaction that does so.
 *
 * @param outcomes those that were, with the status that was written
 * @param lost how many were not, since their lease had ended
 */
public record OutcomesRecorded(List<Outcome> outcomes, int lost) {}
