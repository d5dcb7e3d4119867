package webhooks.api.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import webhooks.api.webhook.PublishedKeySets.KeySet;

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
