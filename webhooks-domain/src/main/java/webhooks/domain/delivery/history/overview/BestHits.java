package webhooks.domain.delivery.history.overview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import webhooks.domain.delivery.history.overview.FindRules.WebhookQuery;
import webhooks.domain.delivery.history.overview.WebhookScan.Hit;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.Page;

/**
 * The first webhooks of a page among those that were found by now, so that few are in memory. In
 * the order of time the first found are the first of the page; all other orders need all webhooks.
 * For one thread.
 */
final class BestHits {
  private final WebhookQuery query;

  /** The last of the page first. */
  private final PriorityQueue<Hit> best =
      new PriorityQueue<>(Comparator.comparing(Hit::key).reversed());

  BestHits(WebhookQuery query) {
    this.query = query;
  }

  private boolean inOrderOfTime() {
    return query.sort() == WebhookSort.NEWEST;
  }

  /** Returns where the scan begins. */
  Cursor start() {
    return query.after().filter(key -> inOrderOfTime()).map(SortKey::cursor).orElse(Cursor.last());
  }

  /**
   * Returns whether the next page can continue after this webhook, the last one that the scan has
   * looked at.
   */
  boolean mayEndAt(Cursor reached) {
    return inOrderOfTime() && !reached.equals(start());
  }

  /** Adds a webhook if it can be on the page: one more than the page has shows that more follow. */
  void add(Hit hit) {
    if (query.after().filter(key -> hit.key().compareTo(key) <= 0).isPresent()) {
      return;
    }
    best.add(hit);
    if (best.size() > query.top() + 1) {
      best.remove();
    }
  }

  /** Returns whether no webhook that is still to be looked at can be on the page. */
  boolean isPageFull() {
    return inOrderOfTime() && best.size() > query.top();
  }

  /**
   * Returns the page.
   *
   * @param ended whether the scan has looked at all webhooks
   * @param reached the last webhook that it has looked at
   */
  FoundWebhooks<ListedWebhook> page(boolean ended, Cursor reached) {
    List<Hit> hits = new ArrayList<>(best);
    hits.sort(Comparator.comparing(Hit::key));
    boolean full = hits.size() > query.top();
    List<Hit> page = full ? hits.subList(0, query.top()) : hits;
    Optional<SortKey> next = Optional.empty();
    if (full) {
      next = Optional.of(page.get(page.size() - 1).key());
    } else if (!ended && inOrderOfTime()) {
      next = Optional.of(new SortKey(query.sort(), 0, "", reached));
    }
    return new FoundWebhooks<>(
        new Page<>(page.stream().map(Hit::webhook).toList(), next.map(SortKey::token)),
        ended || inOrderOfTime());
  }
}
