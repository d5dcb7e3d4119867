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
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.list.ListOwnWebhooks;
import webhooks.domain.webhook.list.WebhookListRepository;
import webhooks.domain.webhook.list.WebhookLists;

/** Whole lists and pages of the caller's webhooks. */
class WebhookListsTest {
  private static final Caller OWNER = Callers.application("owner");
  private final SecretCipher cipher = WebhookRow.CIPHER;
  private final List<EncryptedView> webhooks = webhooks(1300);
  private final List<Integer> read = new ArrayList<>();
  private final ListLimit limit = new ListLimit(2, Duration.ZERO);
  private final WebhookLists lists = new WebhookLists(new OneOwner(), cipher, limit);

  /** Has the webhooks of one owner, and notes how many each call asks for. */
  private final class OneOwner extends WebhookListRepository {
    @Override
    public List<EncryptedView> page(
        Caller caller, Optional<Boolean> active, Optional<Cursor> after, int max) {
      read.add(max);
      return webhooks.stream()
          .filter(one -> active.isEmpty() || active.get() == one.view().active())
          .filter(one -> after.isEmpty() || id(one).compareTo(after.get().id()) < 0)
          .limit(max)
          .toList();
    }
  }

  /** Every tenth webhook is active. */
  private List<EncryptedView> webhooks(int count) {
    List<EncryptedView> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(webhook(Ids.next(), i % 10 == 0, cipher));
    }
    all.sort((one, other) -> id(other).compareTo(id(one)));
    return all;
  }

  private static EncryptedView webhook(UUID id, boolean active, SecretCipher cipher) {
    WebhookView view =
        new WebhookView(
            id,
            "Account",
            "account",
            active,
            Optional.empty(),
            List.of("a.v1"),
            Instant.EPOCH,
            Instant.EPOCH);
    return new EncryptedView(
        view,
        OWNER.clientId(),
        OWNER.account(),
        cipher.keyId(),
        cipher.encrypt(id, EncryptedColumn.CALLBACK_URL, "https://example.com/hook?key=1"));
  }

  private static UUID id(EncryptedView webhook) {
    return webhook.view().id();
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
    return webhooks.stream()
        .filter(one -> !onlyActive || one.view().active())
        .map(WebhookListsTest::id)
        .toList();
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
    UUID unreadable = id(webhooks.get(1));
    webhooks.set(1, webhook(unreadable, false, lost));

    List<WebhookView> page = lists.page(OWNER, request("3", null, null)).items();

    assertThat(page).hasSize(3).extracting(WebhookView::id).contains(unreadable);
    assertThat(page)
        .extracting(view -> view.callbackUrl().isPresent())
        .containsExactly(true, false, true);
  }

  @Test
  void showsTheQueryOfTheUrlToTheOwnerOnly() {
    Caller supervisor = Callers.of("console", "other", false, true);
    Caller withoutAccount = Callers.of("owner", Optional.empty(), true, false);

    assertThat(urlFor(OWNER)).contains("https://example.com/hook?key=1");
    assertThat(urlFor(withoutAccount)).contains("https://example.com/hook?key=1");
    assertThat(urlFor(supervisor)).contains("https://example.com/hook");
  }

  private Optional<String> urlFor(Caller caller) {
    return lists.page(caller, request("1", null, null)).items().get(0).callbackUrl();
  }
}
