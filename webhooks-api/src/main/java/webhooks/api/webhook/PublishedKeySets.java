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
import webhooks.domain.database.ConcurrencyLimit;
import webhooks.domain.limit.RequestCaller;

/**
 * Keeps the published keys of webhooks for ten seconds, also that there are none, so that callers
 * who repeat their requests need no database. Any caller may read keys, and all of them share one
 * part of the database's connections.
 *
 * <p>Ids without keys have their own bound: otherwise a caller with random ids would evict the keys
 * of others. One such id is read at a time, so that random ids hold one connection at most; the
 * networks of the callers take turns. Keys that were found before are read again beside it,
 * whatever others ask. Safe for several threads.
 */
@ApplicationScoped
public class PublishedKeySets {
  /** The maximum number of webhooks with keys, and of ids without. */
  static final int MAX_ENTRIES = 10_000;

  private static final long TIME_TO_LIVE = Duration.ofSeconds(10).toNanos();
  private static final int MAX_FIRST_READS = 1;

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
  private final ConcurrencyLimit firstReads;

  /** Creates an empty cache, for the container. */
  public PublishedKeySets() {
    this(System::nanoTime, Duration.ofSeconds(2));
  }

  /**
   * Creates an empty cache.
   *
   * @param nanoTime the time in nanoseconds since any moment
   * @param maxWait how long an id that is not known to have keys waits for its turn
   */
  PublishedKeySets(LongSupplier nanoTime, Duration maxWait) {
    this.nanoTime = nanoTime;
    this.firstReads =
        new ConcurrencyLimit(MAX_FIRST_READS, maxWait, "Too many requests for unknown keys");
  }

  /**
   * Returns the keys of an id, which are at most ten seconds old; empty if it has none.
   *
   * @throws webhooks.domain.database.DatabaseFailure if too many ids that are not known to have
   *     keys wait
   */
  public Optional<KeySet> get(UUID webhookId, Supplier<Optional<KeySet>> reader) {
    Entry entry = find(webhookId);
    if (isCurrent(entry)) {
      return entry.keys();
    }
    return entry != null && entry.keys().isPresent()
        ? read(webhookId, reader)
        : readInTurn(webhookId, reader);
  }

  private boolean isCurrent(Entry entry) {
    return entry != null && nanoTime.getAsLong() - entry.readAt() < TIME_TO_LIVE;
  }

  private Optional<KeySet> readInTurn(UUID webhookId, Supplier<Optional<KeySet>> reader) {
    Object caller = RequestCaller.current().key();
    firstReads.acquire(caller);
    try {
      Entry meanwhile = find(webhookId);
      return isCurrent(meanwhile) ? meanwhile.keys() : read(webhookId, reader);
    } finally {
      firstReads.release(caller);
    }
  }

  private Optional<KeySet> read(UUID webhookId, Supplier<Optional<KeySet>> reader) {
    long now = nanoTime.getAsLong();
    Optional<KeySet> keys = reader.get();
    keep(webhookId, new Entry(keys, now));
    return keys;
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
