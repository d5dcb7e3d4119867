package webhooks.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import webhooks.api.webhook.PublishedKeySets.KeySet;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.RequestCaller;

/** How long keys stay in the cache, and which ones leave it first. */
class PublishedKeySetsTest {
  private static final Optional<KeySet> KEYS = Optional.of(KeySet.of("{}".getBytes(UTF_8)));

  private final UUID webhook = UUID.randomUUID();
  private long now = Long.MAX_VALUE - 5;
  private final PublishedKeySets sets = new PublishedKeySets(() -> now, Duration.ofMillis(50));
  private int reads;

  private Optional<KeySet> get(UUID id, Optional<KeySet> stored) {
    return sets.get(
        id,
        () -> {
          reads++;
          return stored;
        });
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void answersForTenSecondsWithoutARead() {
    UUID other = UUID.randomUUID();
    get(webhook, KEYS);
    get(other, Optional.empty());
    pass(Duration.ofSeconds(10).minusNanos(1));

    assertThat(get(webhook, Optional.empty())).isEqualTo(KEYS);
    assertThat(get(other, KEYS)).isEmpty();
    assertThat(reads).isEqualTo(2);
    pass(Duration.ofNanos(1));
    assertThat(get(webhook, Optional.empty())).isEmpty();
    assertThat(get(other, KEYS)).isEqualTo(KEYS);
    assertThat(get(webhook, KEYS)).isEmpty();
    assertThat(reads).isEqualTo(4);
  }

  @Test
  void changeIsReadAtOnce() {
    get(webhook, Optional.empty());

    sets.forget(webhook);

    assertThat(get(webhook, KEYS)).isEqualTo(KEYS);
    sets.forget(webhook);
    assertThat(get(webhook, Optional.empty())).isEmpty();
  }

  /** Any caller can name random ids. */
  @Test
  void unknownIdsEvictNoKeys() {
    get(webhook, KEYS);
    UUID first = UUID.randomUUID();
    get(first, Optional.empty());
    for (int i = 0; i < PublishedKeySets.MAX_ENTRIES; i++) {
      get(UUID.randomUUID(), Optional.empty());
    }
    reads = 0;

    get(webhook, KEYS);
    assertThat(reads).isZero();
    get(first, Optional.empty());
    assertThat(reads).isOne();
  }

  /** Random ids must not use up the connections of all callers without a token. */
  @Test
  void oneUnknownIdIsReadAtATime() {
    get(webhook, KEYS);
    pass(Duration.ofSeconds(10));

    sets.get(
        UUID.randomUUID(),
        () -> {
          reads = 0;
          assertThatThrownBy(() -> getInAnotherThread(UUID.randomUUID()))
              .hasRootCauseInstanceOf(SQLTransientConnectionException.class);
          assertThat(reads).isZero();
          assertThat(getInAnotherThread(webhook)).as("read beside it").isEqualTo(KEYS);
          assertThat(reads).isOne();
          return Optional.empty();
        });

    assertThat(getInAnotherThread(UUID.randomUUID())).isEqualTo(KEYS);
  }

  /** Many waiting requests of one address delay a request of another by one read. */
  @Test
  void networksTakeTurnsToReadUnknownIds() {
    PublishedKeySets turns = new PublishedKeySets(() -> now, Duration.ofSeconds(30));
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    List<Thread> readers = new ArrayList<>();
    turns.get(
        UUID.randomUUID(),
        () -> {
          for (String network : List.of("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2")) {
            readers.add(startReader(turns, network, order));
          }
          return Optional.empty();
        });

    readers.forEach(PublishedKeySetsTest::join);
    assertThat(order).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.1");
  }

  /** Starts a request of a network, and returns when it waits for its turn. */
  private static Thread startReader(PublishedKeySets sets, String network, List<String> order) {
    Supplier<Optional<KeySet>> reader =
        () -> {
          order.add(network);
          return Optional.empty();
        };
    Thread thread =
        new Thread(
            () -> {
              RequestCaller.enter(LimitKey.ofNetwork(network));
              sets.get(UUID.randomUUID(), reader);
            });
    thread.start();
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join(Duration.ofSeconds(30).toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<KeySet> getInAnotherThread(UUID id) {
    return CompletableFuture.supplyAsync(() -> get(id, KEYS)).join();
  }

  @Test
  void oldestKeysLeaveFirst() {
    get(webhook, KEYS);
    UUID second = UUID.randomUUID();
    get(second, KEYS);
    for (int i = 0; i < PublishedKeySets.MAX_ENTRIES - 1; i++) {
      get(UUID.randomUUID(), KEYS);
    }
    reads = 0;

    get(second, KEYS);
    assertThat(reads).isZero();
    get(webhook, KEYS);
    assertThat(reads).isOne();
  }

  @Test
  void failureIsNotKept() {
    assertThatThrownBy(
            () ->
                sets.get(
                    webhook,
                    () -> {
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(get(webhook, KEYS)).isEqualTo(KEYS);
  }
}
