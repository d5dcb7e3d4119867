package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.ListLimit;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.Page;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.list.ListOwnWebhooks;
import webhooks.domain.webhook.list.WebhookListRepository;
import webhooks.domain.webhook.list.WebhookLists;

/** Whole lists and pages of the caller's webhooks. */
class WebhookListsTest {
  private static final Caller OWNER = Callers.application("owner");
  private static final UpdateWebhook ACTIVATE =
      new UpdateWebhook(
          Optional.empty(), Optional.empty(), Optional.of(true), Optional.empty(), List.of());

  private final SecretCipher cipher = WebhookRow.CIPHER;
  private final List<Webhook> webhooks = webhooks(1300);
  private final List<Integer> read = new ArrayList<>();
  private final ListLimit limit = new ListLimit(2, Duration.ZERO);
  private final WebhookLists lists = new WebhookLists(new OneOwner(), cipher, limit);

  /** Has the webhooks of one owner, and notes how many each call asks for. */
  private final class OneOwner extends WebhookListRepository {
    @Override
    public List<Webhook> page(
        Caller caller, Optional<Boolean> active, Optional<Cursor> after, int max) {
      read.add(max);
      return webhooks.stream()
          .filter(one -> active.isEmpty() || active.get() == one.isActive())
          .filter(one -> after.isEmpty() || one.id().compareTo(after.get().id()) < 0)
          .limit(max)
          .toList();
    }
  }

  /** Every tenth webhook is active. */
  private List<Webhook> webhooks(int count) {
    List<Webhook> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Webhook webhook =
          new Webhook(Ids.next(), OWNER, WebhookScope.ACCOUNT, "account", Instant.EPOCH);
      webhook.protect(cipher, "https://example.com/" + i, "s".repeat(32));
      webhook.subscribe(List.of("a.v1"));
      if (i % 10 == 0) {
        webhook.update(ACTIVATE, cipher);
      }
      all.add(webhook);
    }
    all.sort((one, other) -> other.id().compareTo(one.id()));
    return all;
  }

  private static ListOwnWebhooks request(String top, String token, String active) {
    return new ListOwnWebhooks(
        Optional.ofNullable(top),
        Optional.ofNullable(token),
        Optional.ofNullable(active),
        List.of());
  }

  private List<UUID> all(String active) {
    List<UUID> ids = new ArrayList<>();
    lists.all(OWNER, request(null, null, active)).forEachRemaining(one -> ids.add(one.id()));
    return ids;
  }

  private List<UUID> allPages(String top, String active) {
    List<UUID> ids = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Page<WebhookView> page = lists.page(OWNER, request(top, token.orElse(null), active));
      page.items().forEach(one -> ids.add(one.id()));
      token = page.continuation();
    } while (token.isPresent());
    return ids;
  }

  private List<UUID> ids(boolean onlyActive) {
    return webhooks.stream().filter(one -> !onlyActive || one.isActive()).map(Webhook::id).toList();
  }

  @Test
  void readsTheWholeListNewestFirst() {
    assertThat(all(null)).isEqualTo(ids(false));
    assertThat(all("true")).isEqualTo(ids(true)).hasSize(130);
    assertThat(all("false")).hasSize(1170);
  }

  @Test
  void readsOnlyWhatIsAskedFor() {
    Iterator<WebhookView> list = lists.all(OWNER, request(null, null, null));

    assertThat(read).isEmpty();
    list.next();
    assertThat(read).containsExactly(100);
  }

  @Test
  void readsNothingBeyondTheShareOfTheAccount() {
    Iterator<WebhookView> whole = lists.all(OWNER, request(null, null, null));
    LimitKey caller = OWNER.limitKey();

    assertThatThrownBy(() -> limit.read(caller, whole::next)).satisfies(this::isBusy);
    assertThatThrownBy(() -> limit.read(caller, () -> lists.page(OWNER, request("5", null, null))))
        .satisfies(this::isBusy);
    assertThat(read).isEmpty();
  }

  private void isBusy(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
  }

  @Test
  void pagesHoldEachWebhookOnce() {
    assertThat(allPages("7", null)).isEqualTo(ids(false));
    assertThat(allPages("100", "true")).isEqualTo(ids(true));
    assertThat(allPages(null, null)).isEqualTo(ids(false));
    assertThat(read.get(read.size() - 1)).isEqualTo(51);
  }

  @Test
  void refusesInvalidParametersTogether() {
    assertThatThrownBy(() -> lists.page(OWNER, request("101", "x", "yes")))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(Fault::target)
                    .containsExactly(
                        Optional.of("$top"),
                        Optional.of("continuationToken"),
                        Optional.of("active")));
    assertThatThrownBy(() -> lists.all(OWNER, request(null, null, "TRUE")))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void showsAnUnreadableWebhookWithoutItsUrl() {
    SecretCipher lost =
        SecretCipher.of(
            TestSettings.with(
                "webhooks.encryption.key", Base64.getEncoder().encodeToString(new byte[32])),
            Dialect.POSTGRESQL);
    webhooks.get(1).protect(lost, "https://example.com/lost", "s".repeat(32));

    List<WebhookView> page = lists.page(OWNER, request("3", null, null)).items();

    assertThat(page).hasSize(3).extracting(WebhookView::id).contains(webhooks.get(1).id());
    assertThat(page)
        .extracting(view -> view.callbackUrl().isPresent())
        .containsExactly(true, false, true);
  }
}
