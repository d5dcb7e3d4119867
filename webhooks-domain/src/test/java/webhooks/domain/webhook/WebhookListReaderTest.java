package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.id.Ids;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.subscription.WebhookScope;

/** Long and short lists of webhooks that are read at the same time. */
class WebhookListReaderTest {
  private static final Caller OF_MANY = Callers.application("many");
  private static final Caller OF_FEW = Callers.application("few");

  private final SecretCipher cipher = WebhookRow.CIPHER;
  private final List<Webhook> many = webhooks(1300);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger longLists = new AtomicInteger();
  private final AtomicInteger firstPages = new AtomicInteger();
  private final WebhookListReader list = new WebhookListReader(new TwoOwners(), cipher);

  /** Has an owner of many webhooks and one of few; blocks after a first page. */
  private final class TwoOwners extends WebhookRepository {
    @Override
    public List<Webhook> page(Caller caller, Optional<UUID> before, int limit) {
      if (caller == OF_FEW) {
        return many.subList(0, 3);
      }
      if (before.isPresent()) {
        longLists.incrementAndGet();
        awaitRelease();
        longLists.decrementAndGet();
      } else {
        firstPages.incrementAndGet();
      }
      return many.stream()
          .filter(one -> before.isEmpty() || one.id().compareTo(before.get()) < 0)
          .limit(limit)
          .toList();
    }

    private void awaitRelease() {
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private List<Webhook> webhooks(int count) {
    List<Webhook> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Webhook webhook =
          new Webhook(Ids.next(), OF_MANY, WebhookScope.ACCOUNT, "account", Instant.EPOCH);
      webhook.protect(cipher, "https://example.com/" + i, "s".repeat(32));
      webhook.subscribe(List.of("a.v1"));
      all.add(0, webhook);
    }
    all.sort((one, other) -> other.id().compareTo(one.id()));
    return all;
  }

  private List<UUID> read(Caller caller) {
    List<UUID> ids = new ArrayList<>();
    Consumer<WebhookView> reader = webhook -> ids.add(webhook.id());
    list.read(caller, reader);
    return ids;
  }

  @Test
  void readsLongLists() {
    released.countDown();

    assertThat(read(OF_MANY)).isEqualTo(many.stream().map(Webhook::id).toList());
  }

  @Test
  void limitsLongListsButNotShortOnes() {
    List<CompletableFuture<List<UUID>>> lists = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      lists.add(
          CompletableFuture.supplyAsync(
              () -> read(OF_MANY), command -> new Thread(command).start()));
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> firstPages.get() == 5 && longLists.get() == 2);

    assertThat(read(OF_FEW)).hasSize(3);

    assertThat(longLists).hasValue(2);
    released.countDown();
    lists.forEach(one -> assertThat(one.join()).hasSize(1300));
  }

  @Test
  void failsAfterWaitingTooLong() {
    WebhookListReader impatient =
        new WebhookListReader(new TwoOwners(), cipher, Duration.ofMillis(1));
    List<CompletableFuture<Void>> lists = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      lists.add(inBackground(() -> impatient.read(OF_MANY, webhook -> {})));
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> longLists.get() == 2);

    assertThatThrownBy(() -> impatient.read(OF_MANY, webhook -> {}))
        .isInstanceOf(DatabaseFailure.class);

    released.countDown();
    lists.forEach(CompletableFuture::join);
    impatient.read(OF_MANY, webhook -> {});
  }

  @Test
  void fullPageIsNotALongList() {
    many.subList(500, many.size()).clear();

    assertThat(read(OF_MANY)).hasSize(500);
  }

  private static CompletableFuture<Void> inBackground(Runnable work) {
    return CompletableFuture.runAsync(work, command -> new Thread(command).start());
  }

  @Test
  void freesTheSlotAfterAFailure() {
    released.countDown();
    for (int i = 0; i < 3; i++) {
      AtomicInteger read = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  list.read(
                      OF_MANY,
                      webhook -> {
                        if (read.incrementAndGet() > 600) {
                          throw new IllegalStateException("the client went away");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class);
    }

    assertThat(read(OF_MANY)).hasSize(1300);
  }
}
