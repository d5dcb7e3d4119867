package webhooks.domain.event.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.subscription.Candidates;
import webhooks.domain.subscription.Matches;
import webhooks.domain.subscription.Subscriptions;

/**
 * The webhooks of the events that one transaction stores. Each event is matched once, so its
 * filters are evaluated once. For one thread.
 */
final class BatchMatches {
  /** The maximum number of selections that an event loads in a transaction with other events. */
  static final int MAX_LOADED_WITH_OTHERS = 200;

  /** About how many deliveries could be stored in the time that it takes to load a selection. */
  private static final int COST_OF_LOADING = 5;

  private final Connection connection;
  private final Subscriptions subscriptions;
  private final Map<UUID, Matches> decided = new HashMap<>();

  /**
   * Starts without events.
   *
   * @param subscriptions the index of webhooks, refreshed in the connection's transaction
   */
  BatchMatches(Connection connection, Subscriptions subscriptions) {
    this.connection = connection;
    this.subscriptions = subscriptions;
  }

  /**
   * Returns about how much time an event takes, in deliveries. If very many selections must be
   * loaded first, the event costs so much that it gets a transaction of its own, which loads them.
   *
   * @throws DatabaseFailure if a query fails
   */
  long cost(EventRow event) {
    Candidates candidates = subscriptions.candidates(event.matched());
    int missing = candidates.missing();
    return missing > MAX_LOADED_WITH_OTHERS
        ? candidates.matches().size() + (long) COST_OF_LOADING * missing
        : decide(event, candidates).cost();
  }

  /**
   * Returns the webhooks that an event goes to.
   *
   * @throws DatabaseFailure if a query fails
   */
  Matches of(EventRow event) {
    Matches known = decided.get(event.id());
    return known == null ? decide(event, subscriptions.candidates(event.matched())) : known;
  }

  private Matches decide(EventRow event, Candidates candidates) {
    try {
      Matches matches = subscriptions.decide(connection, candidates);
      decided.put(event.id(), matches);
      return matches;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
