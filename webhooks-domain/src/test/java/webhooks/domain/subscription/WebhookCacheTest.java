package webhooks.domain.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which values of webhooks stay in memory. */
class WebhookCacheTest {
  private static final int MAX = 400;

  private final WebhookCache<String> cache = new WebhookCache<>(MAX);

  private static Subscription webhook(String account, long version) {
    return TestSubscription.of(UUID.randomUUID(), account, version, true);
  }

  private Subscription put(Subscription webhook, int size) {
    cache.put(webhook, "value", size);
    return webhook;
  }

  private Subscription put(String account, int size) {
    return put(webhook(account, 1), size);
  }

  private boolean has(Subscription webhook) {
    return cache.find(webhook).isPresent();
  }

  @Test
  void returnsValuesOfTheirVersionOnly() {
    Subscription first = put("a", 10);
    Subscription second = TestSubscription.of(first.webhookId(), "a", 2, true);

    assertThat(has(first)).isTrue();
    assertThat(has(second)).isFalse();
    put(second, 10);
    assertThat(has(first)).isFalse();
    assertThat(has(second)).isTrue();
  }

  @Test
  void accountEvictsItsOwnValues() {
    Subscription other = put("other", 100);
    Subscription used = put("a", 40);
    Subscription unused = put("a", 40);
    has(used);

    Subscription last = put("a", 40);

    assertThat(has(unused)).isFalse();
    assertThat(Stream.of(other, used, last)).allMatch(this::has);
  }

  @Test
  void accountUnusedForLongestMakesRoom() {
    Subscription first = put("1", 100);
    Subscription second = put("2", 100);
    put("3", 100);
    put("4", 100);
    has(first);

    Subscription last = put("5", 100);

    assertThat(has(second)).isFalse();
    assertThat(has(first)).isTrue();
    assertThat(has(last)).isTrue();
  }

  @Test
  void replacedValuesCountOnce() {
    Subscription other = put("a", 50);
    Subscription webhook = put("a", 50);
    for (int i = 0; i < 10; i++) {
      put(webhook, 50);
    }

    assertThat(has(other)).isTrue();
  }

  @Test
  void removesOnlyTheGivenValue() {
    Subscription other = put("a", 50);
    Subscription webhook = put("a", 50);

    cache.remove(webhook, "former value");
    assertThat(has(webhook)).isTrue();
    cache.remove(webhook, "value");
    assertThat(has(webhook)).isFalse();
    cache.remove(webhook, "value");

    put("a", 50);
    assertThat(has(other)).as("the removed value has made room").isTrue();
  }

  @Test
  void nothingIsLeftAfterClear() {
    Subscription webhook = put("a", 50);

    cache.clear();

    assertThat(has(webhook)).isFalse();
  }
}
