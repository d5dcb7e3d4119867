package webhooks.domain.delivery.queue;

import java.util.List;
import webhooks.domain.delivery.Outcome;

/**
 * A CDI event: outcomes were recorded. It is fired inside the transaction that records them.
 * Metrics, traces and failure sums observe it after the commit, so the queue need not know them.
 *
 * @param outcomes the recorded outcomes, with the status that was written
 * @param lost how many outcomes were not recorded because their delivery no longer had their lease
 */
public record OutcomesRecorded(List<Outcome> outcomes, int lost) {}
