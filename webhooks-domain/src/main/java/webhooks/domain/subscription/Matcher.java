package webhooks.domain.subscription;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.catalogue.EventTypes;

/**
 * Finds the webhooks that an event may go to: the active ones that are subscribed to its type, and
 * whose scope is its account or exactly its iTwin. {@link AboutWebhook} has one more condition for
 * operational events. {@link LoadedSelections} asks the webhooks that have a selection.
 *
 * <p>The cost of a match depends only on the webhooks of the account and of the iTwin. Safe for
 * several threads.
 */
final class Matcher {
  /** The account or the iTwin whose events a webhook receives. A webhook always keeps it. */
  record ScopeKey(WebhookScope scope, String id) {}

  /**
   * A webhook.
   *
   * @param selection where its selection is kept; null if it has none
   */
  private record Entry(
      Subscription webhook,
      ScopeWebhooks siblings,
      Set<String> eventTypes,
      KeptSelection selection) {
    UUID id() {
      return webhook.webhookId();
    }

    /** Only the selection knows the patterns, which match no event about webhooks. */
    boolean mayReceive(MatchedEvent event) {
      boolean isNamed = eventTypes.contains(event.eventType());
      return (isNamed || selection != null && !EventTypes.isOwn(event.eventType()))
          && event.allows(webhook, eventTypes);
    }

    void addTo(Candidates candidates) {
      Match match = new Match(webhook, siblings.scope.scope());
      if (selection == null) {
        candidates.add(match);
      } else {
        candidates.add(new Candidates.Selecting(match, eventTypes, selection));
      }
    }
  }

  /**
   * The webhooks with the same scope, in an array, which needs less memory than a set. Written
   * under the lock of the matcher, and read without it.
   */
  private static final class ScopeWebhooks {
    private final ScopeKey scope;

    /** The entries, and nulls behind them. Assigned after each change, so that readers see it. */
    private volatile Entry[] entries = new Entry[1];

    private int size;

    ScopeWebhooks(ScopeKey scope) {
      this.scope = scope;
    }

    void addTo(Candidates candidates) {
      for (Entry entry : entries) {
        if (entry == null) {
          return;
        }
        if (entry.mayReceive(candidates.event())) {
          entry.addTo(candidates);
        }
      }
    }

    void add(Entry added) {
      Entry[] changed = entries;
      if (size == changed.length) {
        changed = Arrays.copyOf(changed, 2 * size);
      }
      changed[size++] = added;
      entries = changed;
    }

    void replace(Entry replaced, Entry by) {
      Entry[] changed = entries;
      changed[Arrays.asList(changed).indexOf(replaced)] = by;
      entries = changed;
    }

    /** Removes an entry from a copy, because a reader must not miss an entry that moves. */
    void remove(Entry removed) {
      entries =
          Arrays.stream(entries)
              .filter(entry -> entry != null && entry != removed)
              .toArray(length -> new Entry[Math.max(1, length)]);
      size--;
    }
  }

  private final Map<UUID, Entry> active = new ConcurrentHashMap<>();
  private final Map<ScopeKey, ScopeWebhooks> byScope = new ConcurrentHashMap<>();

  /**
   * Equal sets of event types share one object, because most webhooks have one of the same few
   * sets. Sets that no webhook has any more are removed. Guarded by this.
   */
  private final Map<Set<String>, WeakReference<Set<String>>> typeSets = new WeakHashMap<>();

  /** Returns the webhooks that the event may go to: first of its account, then of its iTwin. */
  Candidates candidates(MatchedEvent event) {
    Candidates candidates = new Candidates(event);
    addTo(candidates, new ScopeKey(WebhookScope.ACCOUNT, event.accountId()));
    event
        .iTwinId()
        .ifPresent(iTwin -> addTo(candidates, new ScopeKey(WebhookScope.ITWIN, iTwin.toString())));
    return candidates;
  }

  private void addTo(Candidates candidates, ScopeKey scope) {
    ScopeWebhooks webhooks = byScope.get(scope);
    if (webhooks != null) {
      webhooks.addTo(candidates);
    }
  }

  /**
   * Adds or replaces an active webhook.
   *
   * @param eventTypes the names of the types, separated by spaces
   * @param selects whether it has a selection
   */
  synchronized void put(Subscription webhook, ScopeKey scope, String eventTypes, boolean selects) {
    ScopeWebhooks webhooks = byScope.computeIfAbsent(scope, ScopeWebhooks::new);
    Entry entry =
        new Entry(webhook, webhooks, typeSet(eventTypes), selects ? new KeptSelection() : null);
    Entry former = active.put(entry.id(), entry);
    if (former == null) {
      webhooks.add(entry);
    } else {
      webhooks.replace(former, entry);
    }
  }

  private Set<String> typeSet(String eventTypes) {
    Set<String> types =
        Stream.of(eventTypes.split(" "))
            .map(String::intern)
            .collect(Collectors.toUnmodifiableSet());
    WeakReference<Set<String>> known = typeSets.get(types);
    Set<String> shared = known == null ? null : known.get();
    if (shared == null) {
      typeSets.put(types, new WeakReference<>(types));
      return types;
    }
    return shared;
  }

  /** Removes a webhook, if it is active. */
  synchronized void remove(UUID webhookId) {
    Entry removed = active.remove(webhookId);
    if (removed != null) {
      ScopeWebhooks webhooks = removed.siblings();
      webhooks.remove(removed);
      if (webhooks.size == 0) {
        byScope.remove(webhooks.scope);
      }
    }
  }

  /** Returns a copy of the ids of all active webhooks. */
  Set<UUID> webhookIds() {
    return new HashSet<>(active.keySet());
  }

  /** Returns a webhook, if it is active. */
  Optional<Subscription> find(UUID webhookId) {
    return Optional.ofNullable(active.get(webhookId)).map(Entry::webhook);
  }
}
