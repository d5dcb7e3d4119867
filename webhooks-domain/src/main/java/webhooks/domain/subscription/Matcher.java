package webhooks.domain.subscription;

import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which webhooks an event goes to: the active ones that are subscribed to its type, and
 * whose scope is its account or exactly its iTwin.
 *
 * <p>The cost of a match depends on the webhooks of the account and of the iTwin alone. Safe for
 * several threads.
 */
public final class Matcher {
  /** The account or the iTwin whose events a webhook receives. It never changes. */
  record Target(WebhookScope scope, String scopeId) {}

  private record Entry(Subscription webhook, Target target, Set<String> eventTypes) {}

  private final Map<UUID, Entry> active = new ConcurrentHashMap<>();
  private final Map<Target, Set<UUID>> byTarget = new ConcurrentHashMap<>();

  /**
   * Equal sets of event types share one object, because most webhooks have the same few. Sets that
   * no webhook has any more are removed. Guarded by this.
   */
  private final Map<Set<String>, WeakReference<Set<String>>> typeSets = new WeakHashMap<>();

  /** Returns the webhooks that the event goes to, those of its account first. */
  public Stream<Match> match(MatchedEvent event) {
    Stream<Match> ofAccount = matching(new Target(WebhookScope.ACCOUNT, event.accountId()), event);
    return event
        .iTwinId()
        .map(iTwin -> new Target(WebhookScope.ITWIN, iTwin.toString()))
        .map(iTwin -> Stream.concat(ofAccount, matching(iTwin, event)))
        .orElse(ofAccount);
  }

  private Stream<Match> matching(Target target, MatchedEvent event) {
    return byTarget.getOrDefault(target, Set.of()).stream()
        .flatMap(id -> Optional.ofNullable(active.get(id)).stream())
        .filter(entry -> entry.eventTypes().contains(event.eventType()))
        .filter(entry -> event.allows(entry.webhook(), entry.eventTypes()))
        .map(entry -> new Match(entry.webhook(), target.scope()));
  }

  /**
   * Adds or replaces an active webhook.
   *
   * @param eventTypes the names of the types, separated by spaces
   */
  synchronized void put(Subscription webhook, Target target, String eventTypes) {
    UUID id = webhook.webhookId();
    active.put(id, new Entry(webhook, target, typeSet(eventTypes)));
    byTarget.computeIfAbsent(target, unused -> ConcurrentHashMap.newKeySet()).add(id);
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

  /** Removes a webhook, if it is there. */
  synchronized void remove(UUID webhookId) {
    Entry removed = active.remove(webhookId);
    if (removed != null) {
      byTarget.computeIfPresent(
          removed.target(),
          (unused, ids) -> {
            ids.remove(webhookId);
            return ids.isEmpty() ? null : ids;
          });
    }
  }

  /** Returns a copy of the ids of all active webhooks. */
  Set<UUID> webhookIds() {
    return new HashSet<>(active.keySet());
  }

  /** Returns an active webhook. */
  Optional<Subscription> find(UUID webhookId) {
    return Optional.ofNullable(active.get(webhookId)).map(Entry::webhook);
  }
}
