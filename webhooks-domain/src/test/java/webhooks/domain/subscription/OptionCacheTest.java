package webhooks.domain.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.webhook.WebhookRow;

/** Which options stay in memory. */
class OptionCacheTest {
  private static final int ENTRY = 1000;
  private static final int MAX = 4 * 3 * ENTRY;

  private final OptionCache cache = new OptionCache(WebhookRow.CIPHER, MAX);

  private static Subscription webhook(String account, long version) {
    return new Subscription(
        UUID.randomUUID(),
        "client",
        account,
        version,
        true,
        1,
        "receiver.example.com",
        "key",
        new byte[0],
        new byte[0],
        Optional.empty(),
        true,
        Flow.FREE);
  }

  /** Adds options that need as many bytes as {@link #ENTRY} says. */
  private Subscription put(Subscription webhook) {
    String text = "{\"description\":\"" + "x".repeat(ENTRY - 512 - 48) + "\"}";
    byte[] content = WebhookRow.CIPHER.encrypt(webhook.webhookId(), EncryptedColumn.OPTIONS, text);
    assertThat(content).hasSizeBetween(ENTRY - 512 - 10, ENTRY - 512);
    cache.put(
        webhook.accountId(),
        new EncryptedOptions(
            webhook.webhookId(),
            webhook.version(),
            WebhookRow.CIPHER.keyId(),
            content,
            Instant.EPOCH));
    return webhook;
  }

  private Subscription put(String account) {
    return put(webhook(account, 1));
  }

  private boolean has(Subscription webhook) {
    return cache.find(webhook).isPresent();
  }

  private static Subscription nextVersion(Subscription webhook) {
    return new Subscription(
        webhook.webhookId(),
        "client",
        webhook.accountId(),
        webhook.version() + 1,
        true,
        1,
        "receiver.example.com",
        "key",
        new byte[0],
        new byte[0],
        Optional.empty(),
        true,
        Flow.FREE);
  }

  @Test
  void returnsOptionsOfTheirVersionOnly() {
    Subscription first = put("a");
    Subscription second = nextVersion(first);

    assertThat(cache.find(first).orElseThrow().stored()).contains("xxx");
    assertThat(has(second)).isFalse();
    put(second);
    assertThat(has(first)).isFalse();
    assertThat(has(second)).isTrue();
  }

  @Test
  void accountEvictsItsOwnOptions() {
    Subscription other = put("other");
    Subscription used = put("a");
    Subscription unused = put("a");
    Subscription third = put("a");
    has(used);

    Subscription last = put("a");

    assertThat(has(unused)).isFalse();
    assertThat(Stream.of(other, used, third, last)).allMatch(this::has);
  }

  @Test
  void accountUnusedForLongestMakesRoom() {
    List<Subscription> full = new ArrayList<>();
    for (int account = 0; account < 4; account++) {
      for (int i = 0; i < 3; i++) {
        full.add(put("account-" + account));
      }
    }
    has(full.get(0));

    Subscription last = put("last");

    assertThat(full.stream().filter(webhook -> !has(webhook))).containsExactly(full.get(3));
    assertThat(has(last)).isTrue();
  }

  @Test
  void replacedOptionsCountOnce() {
    Subscription other = put("a");
    Subscription webhook = put("a");
    for (int i = 0; i < 10; i++) {
      put(webhook);
    }

    assertThat(has(other)).isTrue();
  }

  @Test
  void nothingIsLeftAfterClear() {
    Subscription webhook = put("a");

    cache.clear();

    assertThat(has(webhook)).isFalse();
  }

  @Test
  void unreadableOptionsAreNotKept() {
    Subscription webhook = webhook("a", 1);
    EncryptedOptions stored =
        new EncryptedOptions(webhook.webhookId(), 1, "lost", new byte[40], Instant.EPOCH);

    assertThatThrownBy(() -> cache.put("a", stored)).isInstanceOf(IllegalStateException.class);
    assertThat(has(webhook)).isFalse();
  }
}
