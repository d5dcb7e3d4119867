package webhooks.domain.subscription;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which webhooks an event goes to: the active ones that are subscribed to its type, and
 * whose scope is its account or exactly its iTwin. {@link AboutWebhook} has one more condition for
 * operational events.
 *
 * <p>The cost of a match depends only on the webhooks of the account and of the iTwin. Safe for
 * several threads.
 */
public final class Matcher {
  /** The account or the iTwin whose events a webhook receives. A webhook always keeps it. */
  record ScopeKey(WebhookScope scope, String id) {}

  private record Entry(Subscription webhook, ScopeWebhooks siblings, Set<String> eventTypes) {
    UUID id() {
      return webhook.webhookId();
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

    Stream<Entry> all() {
      return Arrays.stream(entries).takeWhile(Objects::nonNull);
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

  /** Returns the webhooks that the event goes to: first of its account, then of its iTwin. */
  public Stream<Match> match(MatchedEvent event) {
    Stream<Match> ofAccount =
        matching(new ScopeKey(WebhookScope.ACCOUNT, event.accountId()), event);
    return event
        .iTwinId()
        .map(iTwin -> new ScopeKey(WebhookScope.ITWIN, iTwin.toString()))
        .map(iTwin -> Stream.concat(ofAccount, matching(iTwin, event)))
        .orElse(ofAccount);
  }

  private Stream<Match> matching(ScopeKey scope, MatchedEvent event) {
    return Optional.ofNullable(byScope.get(scope)).stream()
        .flatMap(ScopeWebhooks::all)
        .filter(entry -> entry.eventTypes().contains(event.eventType()))
        .filter(entry -> event.allows(entry.webhook(), entry.eventTypes()))
        .map(entry -> new Match(entry.webhook(), scope.scope()));
  }

  /**
   * Adds or replaces an active webhook.
   *
   * @param eventTypes the names of the types, separated by spaces
   */
  synchronized void put(Subscription webhook, ScopeKey scope, String eventTypes) {
    ScopeWebhooks webhooks = byScope.computeIfAbsent(scope, ScopeWebhooks::new);
    Entry entry = new Entry(webhook, webhooks, typeSet(eventTypes));
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
