package webhooks.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import webhooks.domain.access.AccessControl;
import webhooks.domain.access.BearerToken;
import webhooks.domain.access.Caller;
import webhooks.domain.database.Database;
import webhooks.domain.delivery.Slots;
import webhooks.domain.directory.ITwinDirectory;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventPayload;
import webhooks.domain.event.ingest.EventIngest;
import webhooks.domain.webhook.CreateWebhook;
import webhooks.domain.webhook.UpdateWebhook;
import webhooks.domain.webhook.WebhookView;
import webhooks.domain.webhook.Webhooks;

/** Failed changes are rolled back, and accepted events stay whatever their caller does. */
@Tag("container")
@ExtendWith(ArquillianExtension.class)
class TransactionsIT {
  private static final String TYPE = "iModels.iModelCreated.v1";

  @Inject private Database database;
  @Inject private EventIngest events;
  @Inject private ITwinDirectory iTwins;
  @Inject private Webhooks webhooks;
  @Inject private UserTransaction transaction;

  private final UUID iTwin = UUID.randomUUID();
  private final Caller caller =
      new Caller(
          "client-" + iTwin,
          Optional.of("account-" + iTwin),
          true,
          false,
          Optional.empty(),
          new BearerToken("a.b.c"));

  @Deployment
  static Archive<?> product() {
    return TestedArchive.with(TransactionsIT.class);
  }

  @Test
  void databaseErrorRollsBackEarlierChanges() {
    iTwins.put(caller, iTwin, caller.account());
    Set<String> secondIsTooLong = Set.of(AccessControl.WEBHOOKS_MAINTAINER, "x".repeat(65));

    assertThatThrownBy(() -> iTwins.grant(caller, iTwin, caller.clientId(), secondIsTooLong))
        .isNotInstanceOf(Refusal.class);

    assertThat(iTwins.mayMaintain(caller, iTwin)).isFalse();
  }

  @Test
  void refusalRollsBackEarlierChanges() throws SQLException {
    WebhookView webhook = activeWebhook();
    iTwins.revoke(caller, iTwin, caller.clientId());
    long version = changes();

    // The refusal happens inside the transaction, after the change took its version.
    assertThatThrownBy(() -> webhooks.update(caller, webhook.id().toString(), activation()))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS));

    assertThat(changes()).isEqualTo(version);
    assertThat(webhooks.get(caller, webhook.id().toString()).active()).isFalse();
  }

  @Test
  void failedRowRollsBackTheBatch() throws SQLException {
    Event good = event(TYPE);

    assertThatThrownBy(() -> events.accept(List.of(good, event("x".repeat(256))), Slots.NONE))
        .isNotNull();

    assertThat(isStored(good)).isFalse();
  }

  @Test
  void lateFailureRollsBackTheBatch() throws SQLException {
    activeWebhook();
    Event good = event(TYPE);

    assertThatThrownBy(() -> events.accept(List.of(good), new BrokenSlots())).isNotNull();

    assertThat(isStored(good)).isFalse();
  }

  @Test
  void acceptedBatchOutlivesTheCallersTransaction() throws Exception {
    Event event = event(TYPE);

    transaction.begin();
    events.accept(List.of(event), Slots.NONE);
    transaction.rollback();

    assertThat(isStored(event)).isTrue();
  }

  @Test
  void failedBatchLeavesTheCallersTransactionOpen() throws Exception {
    transaction.begin();
    iTwins.put(caller, iTwin, caller.account());
    assertThatThrownBy(() -> events.accept(List.of(event("x".repeat(256))), Slots.NONE))
        .isNotNull();
    transaction.commit();

    assertThat(iTwins.account(iTwin)).isEqualTo(caller.account());
  }

  private static final class BrokenSlots implements Slots {
    @Override
    public int free() {
      return 1;
    }

    @Override
    public int take(UUID webhookId, int wanted) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void giveBack(UUID webhookId, int count) {}
  }

  private Event event(String type) {
    EventPayload text =
        new EventPayload("{}".getBytes(StandardCharsets.UTF_8), "2026-10-02T14:55:00.463Z");
    return new Event(
        UUID.randomUUID(), type, Optional.of(caller.account()), Optional.of(iTwin), text);
  }

  private WebhookView activeWebhook() {
    iTwins.put(caller, iTwin, caller.account());
    iTwins.grant(caller, iTwin, caller.clientId(), Set.of(AccessControl.WEBHOOKS_MAINTAINER));
    CreateWebhook request =
        new CreateWebhook(
            Optional.of("https://8.8.8.8/never-called"),
            Optional.of("iTwin"),
            Optional.of(iTwin.toString()),
            Optional.empty(),
            Optional.of(List.of(TYPE)),
            new Faults());
    WebhookView created = webhooks.create(caller, request).webhook();
    return webhooks.update(caller, created.id().toString(), activation());
  }

  private static UpdateWebhook activation() {
    return new UpdateWebhook(
        Optional.empty(), Optional.empty(), Optional.of(true), Optional.empty(), new Faults());
  }

  private long changes() throws SQLException {
    return number("select version from webhook_version");
  }

  private boolean isStored(Event event) throws SQLException {
    return number("select count(*) from event where id = ?", event.id()) == 1;
  }

  private long number(String sql, Object... values) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
