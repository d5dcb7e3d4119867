package webhooks.domain.delivery;

import java.util.List;

/**
 * News that outcomes were written, told inside the transaction that writes them.
 *
 * @param outcomes those that were, with the status that was written
 * @param lost how many were not, since their lease had ended
 */
public record Recorded(List<Outcome> outcomes, int lost) {}
