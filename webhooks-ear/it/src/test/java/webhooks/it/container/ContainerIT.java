package webhooks.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.transaction.UserTransaction;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import webhooks.delivery.DeliveryLifecycle;
import webhooks.domain.access.AccessControl;
import webhooks.domain.access.Caller;
import webhooks.domain.database.Database;
import webhooks.domain.delivery.Slots;
import webhooks.domain.directory.ITwinDirectory;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.ingest.EventIngest;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.WebhookView;
import webhooks.domain.webhook.Webhooks;

/**
 * The container injects the product's beans, rolls failed changes back and redelivers messages.
 *
 * <p>All topics share this class, because each class starts a server.
 */
@Tag("container")
@ExtendWith(ArquillianExtension.class)
class ContainerIT {
  @Inject private DeliveryLifecycle delivery;
  @Inject private EventIngest events;
  @Inject private ITwinDirectory iTwins;
  @Inject private Webhooks webhooks;
  @Inject private Database database;
  @Inject private EventReader reader;
  @Inject private Settings settings;
  @Inject private SecretCipher cipher;
  @Inject private Clock clock;
  @Inject private Persistence persistence;
  @Inject private UserTransaction transaction;
  @Inject private HttpServletRequest request;

  @Resource(lookup = "java:app/jms/webhooks")
  private ConnectionFactory connections;

  private final ITwinOwner owner = new ITwinOwner();
  private final Caller caller = owner.caller();
  private final UUID iTwin = owner.iTwin();

  @Deployment
  static Archive<?> product() {
    return TestedArchive.with(
        ContainerIT.class,
        ITwinOwner.class,
        CommittedRows.class,
        MarkedMessage.class,
        TokenProbe.class,
        TokenProbe.Operation.class,
        TokenProbe.Verification.class);
  }

  // The container creates the product's beans of each kind and module.

  @Test
  void enterpriseBeansAreInjected() {
    assertThat(delivery).isNotNull();
    assertThat(events).isNotNull();
    assertThat(webhooks).isNotNull();
    assertThatThrownBy(() -> iTwins.account(UUID.randomUUID())).isInstanceOf(Refusal.class);
  }

  @Test
  void cdiBeansAndProducedBeansAreInjected() {
    assertThat(database.dataSource()).isNotNull();
    assertThat(reader).isNotNull();
    assertThat(settings.delivery().timeout()).isPositive();
    assertThat(cipher).isNotNull();
    assertThat(clock.instant()).isBefore(Instant.now().plusSeconds(1));
  }

  @Test
  void persistenceIsEclipseLinks() {
    assertThat(persistence.provider()).startsWith("org.eclipse.persistence.");
  }

  @Test
  void tokenAndClaimsAreInjectedIntoOperations() throws Exception {
    URI probe =
        URI.create(
            "http://127.0.0.1:%d%s/token-probe"
                .formatted(request.getLocalPort(), request.getContextPath()));
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(probe).build(), BodyHandlers.ofString());
    assertThat(answer.body()).isEqualTo("service-1 account-1 org account-1 none");
  }

  // Failed changes are rolled back, and accepted events stay whatever their caller does.

  @Test
  void databaseErrorRollsBackEarlierChanges() {
    iTwins.put(caller, iTwin, caller.account());
    Set<String> secondIsTooLong = Set.of(AccessControl.WEBHOOKS_MAINTAINER, "x".repeat(65));

    assertThatThrownBy(() -> iTwins.grant(caller, iTwin, caller.clientId(), secondIsTooLong))
        .isNotInstanceOf(Refusal.class);

    assertThat(iTwins.mayMaintain(caller, iTwin)).isFalse();
  }

  /** With a second connection, transactions that all wait for theirs would block each other. */
  @Test
  void transactionHasOneConnection() throws Exception {
    transaction.begin();
    iTwins.put(caller, iTwin, caller.account());
    try (Connection one = database.connection()) {
      // JPA reads and writes, and the audit entry, while the other connection is open.
      iTwins.grant(caller, iTwin, caller.clientId(), Set.of(AccessControl.WEBHOOKS_MAINTAINER));
      try (Connection two = database.connection()) {
        assertThat(two).hasToString(one.toString());
      }
    }
    transaction.rollback();

    assertThatThrownBy(() -> iTwins.account(iTwin)).isInstanceOf(Refusal.class);
  }

  @Test
  void refusalRollsBackEarlierChanges() throws SQLException {
    WebhookView webhook = activeWebhook();
    iTwins.revoke(caller, iTwin, caller.clientId());
    long version = rows().webhookVersion();

    // The refusal happens inside the transaction, after the change took its version.
    assertThatThrownBy(() -> webhooks.update(caller, webhook.id().toString(), owner.activation()))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS));

    assertThat(rows().webhookVersion()).isEqualTo(version);
    assertThat(webhooks.get(caller, webhook.id().toString()).active()).isFalse();
  }

  @Test
  void failedRowRollsBackTheBatch() throws SQLException {
    Event good = owner.event();

    assertThatThrownBy(
            () -> events.accept(List.of(good, owner.unstorableEvent()), Map.of(), Slots.NONE))
        .isNotNull();

    assertThat(rows().contain(good)).isFalse();
  }

  @Test
  void lateFailureRollsBackTheBatch() throws SQLException {
    activeWebhook();
    Event good = owner.event();

    assertThatThrownBy(() -> events.accept(List.of(good), Map.of(), new BrokenSlots())).isNotNull();

    assertThat(rows().contain(good)).isFalse();
  }

  @Test
  void acceptedBatchOutlivesTheCallersTransaction() throws Exception {
    Event event = owner.event();

    transaction.begin();
    events.accept(List.of(event), Map.of(), Slots.NONE);
    transaction.rollback();

    assertThat(rows().contain(event)).isTrue();
  }

  @Test
  void failedBatchLeavesTheCallersTransactionOpen() throws Exception {
    transaction.begin();
    assertThatThrownBy(() -> events.accept(List.of(owner.unstorableEvent()), Map.of(), Slots.NONE))
        .isNotNull();
    iTwins.put(caller, iTwin, caller.account());
    transaction.commit();

    assertThat(iTwins.account(iTwin)).isEqualTo(caller.account());
  }

  // The product's connection factory creates sessions that the consumer commits.

  @Test
  void rolledBackMessageIsMarkedAsRedelivered() throws JMSException {
    MarkedMessage message = MarkedMessage.publish(connections);

    message.inSession(
        (session, consumer) -> {
          Message first = consumer.receive(MarkedMessage.LONG_ENOUGH);
          assertThat(first.getJMSRedelivered()).isFalse();
          session.rollback();

          Message again = consumer.receive(MarkedMessage.LONG_ENOUGH);
          assertThat(again).isNotNull();
          assertThat(again.getJMSRedelivered()).isTrue();
          assertThat(again.getJMSMessageID()).isEqualTo(first.getJMSMessageID());
          session.commit();
        });
  }

  @Test
  void committedMessageIsNotRedelivered() throws JMSException {
    MarkedMessage message = MarkedMessage.publish(connections);

    message.inSession(
        (session, consumer) -> {
          assertThat(consumer.receive(MarkedMessage.LONG_ENOUGH)).isNotNull();
          session.commit();
        });

    message.inSession(
        (session, consumer) -> assertThat(consumer.receive(MarkedMessage.NOTHING_COMES)).isNull());
  }

  private WebhookView activeWebhook() {
    iTwins.put(caller, iTwin, caller.account());
    iTwins.grant(caller, iTwin, caller.clientId(), Set.of(AccessControl.WEBHOOKS_MAINTAINER));
    WebhookView created = webhooks.create(caller, owner.creation()).webhook();
    return webhooks.update(caller, created.id().toString(), owner.activation());
  }

  private CommittedRows rows() {
    return new CommittedRows(database);
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
}
