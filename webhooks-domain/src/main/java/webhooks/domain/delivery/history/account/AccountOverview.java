package webhooks.domain.delivery.history.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import webhooks.domain.delivery.history.StatisticsWindow;

/**
 * The pending and finished deliveries by account.
 *
 * @param window the time window in which the counted finished deliveries were created
 * @param counted the length of the newest part of the window whose finished deliveries are counted;
 *     it is shorter than the window if too many have finished
 * @param countedSince the beginning of that part; empty if it is the whole window
 * @param pendingComplete whether all pending deliveries were counted
 * @param accounts at most 100 accounts, the one with the most pending deliveries first, then by the
 *     number of finished ones
 */
public record AccountOverview(
    StatisticsWindow window,
    Duration counted,
    Optional<Instant> countedSince,
    boolean pendingComplete,
    List<AccountFigures> accounts) {}
