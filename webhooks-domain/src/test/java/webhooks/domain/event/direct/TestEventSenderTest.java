package webhooks.domain.event.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.TestEvent;
import webhooks.domain.node.DirectSender;
import webhooks.domain.node.FakeNode;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.webhook.TestableWebhook;
import webhooks.domain.webhook.WebhookAccess;

/** The audit entry of a test event, and the limit of test events. */
class TestEventSenderTest {
  private static final UUID WEBHOOK = UUID.randomUUID();
  private static final Caller CALLER = Callers.application("client");

  private final FakeNode node = new FakeNode();

  /** The numbers of attempts that had begun when an entry was written. */
  private final List<Integer> audited = new ArrayList<>();

  private boolean databaseFails;

  private final TestEventSender tests =
      new TestEventSender(
          new AnyWebhook(),
          new DirectSender(node.running()),
          new DirectDeliveries(TestSettings.with(), Clock.systemUTC()),
          new EventTypes(TestSettings.with()),
          new AuditTrail() {
            @Override
            public void add(AuditEntry entry) {
              if (databaseFails) {
                throw new DatabaseFailure(new SQLException("injected"));
              }
              assertThat(entry.action()).isEqualTo(AuditAction.WEBHOOK_TESTED);
              audited.add(node.attempts.size());
            }
          });

  private String sent(TestEvent request) {
    tests.send(CALLER, WEBHOOK.toString(), request);
    LeasedDelivery delivery = node.tested.get(node.tested.size() - 1);
    return new String(delivery.body(), UTF_8)
        .replace(delivery.messageId().toString(), "M")
        .replace(WEBHOOK.toString(), "W")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "T");
  }

  private static TestEvent request(String body) {
    return new EventReader(new EventTypes(TestSettings.with()), Clock.systemUTC())
        .readTest(body.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "null", " null ", "{\"eventType\":null,\"x\":null}"})
  void eventIsTheTestByDefault(String body) {
    assertThat(sent(request(body)))
        .isEqualTo(
            "{\"content\":{\"message\":\"This event tests a webhook. Nothing happened.\"},"
                + "\"eventType\":\"webhooks.test.v1\",\"enqueuedDateTime\":\"T\","
                + "\"iTwinId\":\"account\",\"messageId\":\"M\",\"webhookId\":\"W\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"realityModeling.jobCompleted.v1", "webhooks.webhookDeactivated.v1"})
  void typeBringsItsExample(String type) {
    assertThat(sent(request("{\"eventType\":\"%s\"}".formatted(type))))
        .contains(
            "{\"content\":"
                + new String(new EventTypes(TestSettings.with()).example(type), UTF_8)
                + ",\"eventType\":\"%s\"".formatted(type));
  }

  @Test
  void contentStaysAsGiven() {
    assertThat(sent(request("{\"content\": {\"b\" : 1.50, \"a\":\"\\u00e4\"}}")))
        .startsWith(
            "{\"content\":{\"b\" : 1.50, \"a\":\"\\u00e4\"},\"eventType\":\"webhooks.test.v1\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | InvalidRequestBody",
        "{ | InvalidRequestBody",
        "{}{} | InvalidRequestBody",
        "{'eventType':'a','eventType':'b'} | InvalidRequestBody",
        "{'eventType':1} | InvalidRequestBody eventType",
        "{'eventType':'orders.created.v1'} | InvalidValue eventType",
        "{'eventType':''} | InvalidValue eventType",
        "{'content':[]} | InvalidRequestBody content",
        "{'messageId':'x'} | InvalidProperty messageId",
        "{'x':1,'content':'y'} | InvalidRequestBody content, InvalidProperty x",
      })
  void refusesInvalidRequests(String body, String faults) {
    assertThatThrownBy(() -> sent(request(body.replace('\'', '"'))))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(
                        fault -> (fault.code().text() + " " + fault.target().orElse("")).strip())
                    .containsExactlyInAnyOrder(faults.split(", ")));

    assertThat(audited).isEmpty();
  }

  private void test() {
    test(CALLER);
  }

  private void test(Caller caller) {
    tests.send(caller, WEBHOOK.toString(), TestEvent.DEFAULT);
  }

  @Test
  void entryIsWrittenBeforeTheEventIsSent() {
    test();

    assertThat(audited).containsExactly(0);
    assertThat(node.attempts).hasSize(1);
  }

  @Test
  void nothingIsSentWithoutAnEntry() {
    databaseFails = true;

    assertThatThrownBy(this::test).isInstanceOf(DatabaseFailure.class);

    assertThat(node.attempts).isEmpty();
  }

  @Test
  void refusedTestHasNoEntry() {
    for (int i = 0; i < 4; i++) {
      test();
    }

    assertThatThrownBy(this::test).isInstanceOf(Refusal.class);

    assertThat(audited).hasSize(4);
  }

  @Test
  void userLeavesTestsToOtherUsersOfTheClient() {
    Caller maria = Callers.user("console", "account", "maria");
    for (int i = 0; i < 4; i++) {
      test(maria);
    }

    assertThatThrownBy(() -> test(maria)).isInstanceOf(Refusal.class);
    assertThatCode(() -> test(Callers.user("console", "account", "john")))
        .doesNotThrowAnyException();
  }

  /** Lets everybody test the webhook. */
  private static final class AnyWebhook extends WebhookAccess {
    @Override
    public UUID ownedIdForChange(Caller caller, String id) {
      return WEBHOOK;
    }

    @Override
    public TestableWebhook prepareTest(Caller caller, String id, AuditAction action) {
      return new TestableWebhook(
          SendableWebhook.withoutOptions(
              new Subscription(
                  WEBHOOK,
                  caller.clientId(),
                  caller.account(),
                  1,
                  true,
                  1,
                  "receiver.example",
                  "key",
                  new byte[0],
                  new byte[0],
                  Optional.empty(),
                  false,
                  Flow.FREE)),
          caller.account(),
          AuditEntry.of(caller.actor(), AuditAction.WEBHOOK_TESTED)
              .onWebhook(WEBHOOK, caller.account()));
    }
  }
}
