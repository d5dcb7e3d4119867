package webhooks.api.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import webhooks.api.http.response.EntityTag;

/**
 * Keeps the published keys of webhooks for ten seconds, also that there are none, so that callers
 * who repeat their requests need no database. Any caller may read keys, and all of them share one
 * part of the database's connections.
 *
 * <p>Ids without keys have their own bound: otherwise a caller with random ids would evict the keys
 * of others. Safe for several threads.
 */
@ApplicationScoped
public class PublishedKeySets {
  /** The maximum number of webhooks with keys, and of ids without. */
  static final int MAX_ENTRIES = 10_000;

  private static final long TIME_TO_LIVE = Duration.ofSeconds(10).toNanos();

  /**
   * The keys of one webhook as they are sent.
   *
   * @param body not changed by anybody
   */
  public record KeySet(byte[] body, EntityTag tag) {
    /** Returns a set with this body. */
    static KeySet of(byte[] body) {
      return new KeySet(body, EntityTag.of(body));
    }
  }

  private record Entry(Optional<KeySet> keys, long readAt) {}

  /** The oldest entries first. */
  private final Map<UUID, Entry> known = new LinkedHashMap<>();

  private final Map<UUID, Entry> unknown = new LinkedHashMap<>();
  private final LongSupplier nanoTime;

  /** Creates an empty cache, for the container. */
  public PublishedKeySets() {
    this(System::nanoTime);
  }

  /** Creates an empty cache with this time in nanoseconds since any moment. */
  PublishedKeySets(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Returns the keys of an id, which are at most ten seconds old; empty if it has none. */
  public Optional<KeySet> get(UUID webhookId, Supplier<Optional<KeySet>> reader) {
    long now = nanoTime.getAsLong();
    Entry entry = find(webhookId);
    if (entry == null || now - entry.readAt() >= TIME_TO_LIVE) {
      entry = new Entry(reader.get(), now);
      keep(webhookId, entry);
    }
    return entry.keys();
  }

  private synchronized Entry find(UUID webhookId) {
    Entry entry = known.get(webhookId);
    return entry == null ? unknown.get(webhookId) : entry;
  }

  private synchronized void keep(UUID webhookId, Entry entry) {
    forget(webhookId);
    Map<UUID, Entry> entries = entry.keys().isPresent() ? known : unknown;
    entries.put(webhookId, entry);
    if (entries.size() > MAX_ENTRIES) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  /** Has the next request read the keys of a webhook, because they have changed. */
  public synchronized void forget(UUID webhookId) {
    known.remove(webhookId);
    unknown.remove(webhookId);
  }
}
