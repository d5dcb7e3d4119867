package webhooks.domain.delivery.history.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import webhooks.domain.delivery.history.StatisticsWindow;

/**
 * The backlog and the outcomes by account.
 *
 * @param window deliveries that were created in this time are counted by outcome
 * @param counted the part of the window that the outcomes cover, which is shorter if it has too
 *     many deliveries
 * @param countedSince the beginning of that part, if it is shorter than the window
 * @param pendingComplete whether all pending deliveries were counted
 * @param accounts the accounts, those with most pending deliveries first
 */
public record AccountOverview(
    StatisticsWindow window,
    Duration counted,
    Optional<Instant> countedSince,
    boolean pendingComplete,
    List<AccountFigures> accounts) {}
