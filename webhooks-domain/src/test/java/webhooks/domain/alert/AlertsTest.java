package webhooks.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.access.InsufficientScope;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.node.announcement.NodeRepository;
import webhooks.domain.settings.Settings;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.WebhookAccess;

/** Who may create, see and delete alerts. */
@OnEveryDatabase
class AlertsTest {
  private static final Settings WITH_MAIL =
      TestSettings.with(
          "webhooks.public-url", "https://webhooks.example",
          "webhooks.console.client-id", "console",
          "webhooks.mail.host", "mail.example.com",
          "webhooks.mail.from", "webhooks@example.com");

  private static final Caller APPLICATION = Callers.tenant("client", "account");
  private static final Caller ADMINISTRATOR = Callers.user("console", "account", "user");
  private static final UUID OWNED = UUID.randomUUID();

  private final TestDatabase database;
  private final NodeRepository nodes;
  private final Alerts alerts;

  AlertsTest(TestDatabase database) {
    this.database = database;
    this.nodes = new NodeRepository(database.database());
    this.alerts = with(WITH_MAIL);
  }

  private Alerts with(Settings settings) {
    return new Alerts(new AlertsFixture(database).repository, nodes, new OneWebhook(), settings);
  }

  private static final class OneWebhook extends WebhookAccess {
    @Override
    public UUID ownedId(Caller caller, String id) {
      if (!id.equals(OWNED.toString())) {
        throw notFound();
      }
      return OWNED;
    }
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  private AlertView create(Caller caller, String email, String type, UUID webhook) {
    CreateAlert request =
        new CreateAlert(
            Optional.of(email),
            Optional.of(List.of(type)),
            Optional.ofNullable(webhook).map(UUID::toString),
            List.of());
    return database.inTransaction(() -> alerts.create(caller, request));
  }

  private AlertView create(Caller caller, String email) {
    return create(caller, email, "webhookFailing", null);
  }

  private List<UUID> ids(Caller caller) {
    return database.inTransaction(() -> alerts.list(caller)).stream().map(AlertView::id).toList();
  }

  private void delete(Caller caller, UUID id) {
    database.inTransaction(
        () -> {
          alerts.delete(caller, id.toString());
          return null;
        });
  }

  private static void assertRefused(ErrorCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void applicationSeesItsOwnAndAdministratorAll() {
    UUID own = create(APPLICATION, "a@example.com").id();
    UUID ofAccount = create(ADMINISTRATOR, "b@example.com").id();
    create(Callers.tenant("client", "other"), "c@example.com");

    assertThat(ids(APPLICATION)).containsExactly(own);
    assertThat(ids(Callers.tenant("other", "account"))).isEmpty();
    assertThat(ids(ADMINISTRATOR)).containsExactly(own, ofAccount);
  }

  /** As in lists of webhooks and deliveries, an application sees its own, whatever its roles. */
  @Test
  void roleOfAnApplicationShowsNothingOfOthers() {
    Caller withRole = Callers.of("client", "account", true, true);
    UUID ofOther = create(Callers.tenant("other", "account"), "a@example.com").id();
    UUID ofAccount = create(ADMINISTRATOR, "b@example.com").id();
    AlertView own = create(withRole, "c@example.com");

    assertThat(own.clientId()).contains("client");
    assertThat(ids(withRole)).containsExactly(own.id());
    for (UUID other : List.of(ofOther, ofAccount)) {
      assertRefused(ErrorCode.ALERT_NOT_FOUND, () -> delete(withRole, other));
    }
  }

  @Test
  void nobodyElseDeletes() {
    UUID ofAccount = create(ADMINISTRATOR, "a@example.com").id();
    for (Caller stranger : List.of(APPLICATION, Callers.user("console", "other", "user"))) {
      assertRefused(ErrorCode.ALERT_NOT_FOUND, () -> delete(stranger, ofAccount));
    }
    assertRefused(ErrorCode.ALERT_NOT_FOUND, () -> alerts.delete(ADMINISTRATOR, "x"));

    delete(ADMINISTRATOR, ofAccount);

    assertThat(ids(ADMINISTRATOR)).isEmpty();
    assertThat(database.count("select count(*) from alert")).isZero();
  }

  @Test
  void userWithoutARoleIsRefused() {
    Caller user = Callers.of("console", "account", false, false);

    assertRefused(ErrorCode.INSUFFICIENT_PERMISSIONS, () -> create(user, "a@example.com"));
    assertRefused(ErrorCode.INSUFFICIENT_PERMISSIONS, () -> ids(user));
  }

  @Test
  void userOfThePortalIsRefused() {
    UUID ofAccount = create(ADMINISTRATOR, "a@example.com").id();
    Caller user = Callers.withToken("whps_" + "a".repeat(43), ADMINISTRATOR);

    assertRefused(ErrorCode.INSUFFICIENT_PERMISSIONS, () -> create(user, "b@example.com"));
    assertRefused(ErrorCode.INSUFFICIENT_PERMISSIONS, () -> ids(user));
    assertRefused(ErrorCode.INSUFFICIENT_PERMISSIONS, () -> delete(user, ofAccount));
  }

  @Test
  void webhookMustBeOfTheCaller() {
    assertThat(create(APPLICATION, "a@example.com", "webhookFailing", OWNED).webhookId())
        .contains(OWNED);
    assertRefused(
        ErrorCode.INVALID_REQUEST,
        () -> create(APPLICATION, "b@example.com", "webhookFailing", UUID.randomUUID()));
  }

  @Test
  void backlogIsForOperators() {
    assertThatThrownBy(() -> create(APPLICATION, "a@example.com", "backlogHigh", null))
        .isInstanceOf(InsufficientScope.class);

    create(Callers.application("operator"), "a@example.com", "backlogHigh", null);
  }

  @Test
  void earlierNodeWouldSendNoMails() {
    NodeRepository.Identity old = new NodeRepository.Identity(Ids.next(), "host", "0.1.0");
    database.inTransaction(
        () -> {
          nodes.announce(old, OptionalInt.empty(), Optional.empty());
          return null;
        });
    database.execute("update node set option_level = 2 where id = ?", old.id());

    assertRefused(ErrorCode.SERVICE_UNAVAILABLE, () -> create(APPLICATION, "a@example.com"));
  }

  @Test
  void thereIsNoAlertWithoutAMailServer() {
    assertThat(alerts.sendsMail()).isTrue();
    assertThat(with(TestSettings.with()).sendsMail()).isFalse();
  }
}
