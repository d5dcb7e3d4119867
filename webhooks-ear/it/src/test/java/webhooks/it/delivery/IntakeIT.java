package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.broker.Producer;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.RejectedEvents;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;

/** Tests which webhooks get a published event, and which events are rejected. */
class IntakeIT {
  /** The length of the excerpt that the API shows of a long body. */
  private static final int EXCERPT = 8 * 1024;

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Producer producer = environment.producer();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  @Test
  void deliversARepeatedMessageIdOnce() {
    application.register(inbox);
    Event event = Event.ofAccount(application.account());

    producer.publish(event, event);
    inbox.awaitEvent(event.messageId());
    producer.publish(event);
    publishAndAwaitAnother();

    assertThat(inbox.receipts(event.messageId())).hasSize(1);
  }

  @Test
  void readsBytesMessageAsUtf8() {
    application.register(inbox);
    Event event = Event.ofAccount(application.account()).holding("{\"text\":\"東京\"}");

    producer.publishBytes(event);

    assertThat(inbox.awaitEvent(event.messageId()).text()).contains("{\"text\":\"東京\"}");
  }

  @Test
  void eventWithoutMessageIdGetsAnId() {
    application.register(inbox);
    String text =
        "{\"eventType\":\"%s\",\"accountId\":\"%s\",\"content\":{\"mark\":1}}"
            .formatted(Event.CREATED, application.account());

    producer.publishTexts(List.of(text));
    publishAndAwaitAnother();

    // Two transactions may be taken in either order.
    await().untilAsserted(() -> assertThat(inbox.receipts()).hasSize(2));
    assertThat(inbox.receipts()).allSatisfy(one -> UUID.fromString(one.id()));
  }

  @Test
  void delivers100KilobytesOfContent() {
    application.register(inbox);
    String content = "{\"long\":\"" + "x".repeat(100_000) + "\"}";
    Event event = Event.ofAccount(application.account()).holding(content);

    producer.publish(event);

    assertThat(inbox.awaitEvent(event.messageId()).text()).contains(content);
  }

  static Stream<Arguments> unacceptable() {
    String account = "\"accountId\":\"account-1\",";
    String type = "\"eventType\":\"" + Event.CREATED + "\",";
    String id = "\"messageId\":\"%s\",";
    String content = "\"content\":{}}";
    return Stream.of(
        Arguments.of("no JSON", "this is not JSON %s"),
        Arguments.of("cut JSON", "{" + id + type + account + "\"content\":{"),
        Arguments.of("an array", "[\"%s\"]"),
        Arguments.of(
            "unknown type", "{" + id + account + "\"eventType\":\"no.such.v1\"," + content),
        Arguments.of("no type", "{" + id + account + content),
        Arguments.of("neither account nor iTwin", "{" + id + type + content),
        Arguments.of("id no UUID", "{\"messageId\":\"no-uuid-%s\"," + type + account + content),
        Arguments.of(
            "year over 9999",
            "{"
                + id
                + type
                + account
                + "\"enqueuedDateTime\":\"+99999-01-01T00:00:00Z\","
                + content),
        Arguments.of("no content", "{" + id + type + account.replace(",", "}")),
        Arguments.of("content no object", "{" + id + type + account + "\"content\":[1]}"),
        Arguments.of(
            "content over 256 KiB",
            "{" + id + type + account + "\"content\":{\"a\":\"" + "x".repeat(256 * 1024) + "\"}}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unacceptable")
  void rejectsEventUnchangedWithReason(String fault, String template) {
    application.register(inbox);
    String mark = UUID.randomUUID().toString();
    String bad = template.replace("%1$s", mark).replace("%s", mark);
    Event before = Event.ofAccount(application.account());
    Event after = Event.ofAccount(application.account());

    producer.publishTexts(List.of(before.json(), bad, after.json()));

    inbox.awaitEvent(before.messageId());
    inbox.awaitEvent(after.messageId());
    JsonObject rejected = new RejectedEvents(environment).awaitBody(mark);
    assertThat(rejected.getString("body"))
        .as(fault)
        .isEqualTo(rejected.containsKey("truncated") ? bad.substring(0, EXCERPT) : bad);
    assertThat(rejected.getString("reason")).as(fault).isNotBlank();
  }

  @Test
  void eventWaitsForItsITwin() {
    application.register(inbox);
    UUID iTwin = UUID.randomUUID();
    Event early = Event.ofITwin(iTwin);
    Event other = Event.ofAccount(application.account());
    producer.publish(early, other);
    inbox.awaitEvent(other.messageId());
    assertThat(inbox.receipts(early.messageId())).isEmpty();

    environment.assignAccount(iTwin, application.account());

    inbox.awaitEvent(early.messageId());
  }

  @Test
  void accountWebhookGetsEventsOfItsAccountAndITwins() {
    application.register(inbox);
    UUID own = environment.createITwin(application.account());
    UUID foreign = environment.createITwin("account-" + UUID.randomUUID());
    Event ofITwin = Event.ofITwin(own);
    Event ofAccount = Event.ofAccount(application.account());

    producer.publish(Event.ofITwin(foreign), Event.ofAccount("other"), ofITwin, ofAccount);

    assertThat(inbox.awaitEvent(ofITwin.messageId()).text())
        .contains("\"iTwinId\":\"" + own + "\"");
    inbox.awaitEvent(ofAccount.messageId());
    assertThat(inbox.distinct()).isEqualTo(2);
  }

  @Test
  void iTwinWebhookGetsTheEventsOfThatITwinOnly() {
    UUID iTwin = application.createMaintainedITwin();
    UUID sibling = application.createMaintainedITwin();
    application.register(inbox, iTwin);
    Event wanted = Event.ofITwin(iTwin);

    producer.publish(Event.ofITwin(sibling), Event.ofAccount(application.account()), wanted);

    inbox.awaitEvent(wanted.messageId());
    publishAndAwait(Event.ofITwin(iTwin));
    assertThat(inbox.distinct()).isEqualTo(2);
  }

  @Test
  void inactiveWebhookNeverGetsTheEvent() {
    Inbox control = environment.receiver().inbox();
    application.register(control);
    Application.Registered webhook = application.register(inbox);
    application.deactivate(webhook);
    Event missed = Event.ofAccount(application.account());
    producer.publish(missed);
    control.awaitEvent(missed.messageId());

    application.activate(webhook);
    publishAndAwaitAnother();

    assertThat(inbox.receipts(missed.messageId())).isEmpty();
  }

  @Test
  void typeThatIsNotSubscribedToIsNotDelivered() {
    application.register(inbox, Event.DELETED);
    Event wanted = Event.ofAccount(application.account()).ofType(Event.DELETED);

    producer.publish(Event.ofAccount(application.account()), wanted);
    inbox.awaitEvent(wanted.messageId());
    publishAndAwait(Event.ofAccount(application.account()).ofType(Event.DELETED));

    assertThat(inbox.distinct()).isEqualTo(2);
  }

  @Test
  void everyMatchingWebhookGetsItsOwnSignedDelivery() {
    Inbox second = environment.receiver().inbox();
    Application.Registered one = application.register(inbox);
    Application.Registered other = application.register(second);
    Event event = Event.ofAccount(application.account());

    producer.publish(event);

    assertThat(inbox.awaitEvent(event.messageId()).assertSignedWith(one.secret()).text())
        .endsWith("\"webhookId\":\"" + one.id() + "\"}");
    assertThat(second.awaitEvent(event.messageId()).assertSignedWith(other.secret()).text())
        .endsWith("\"webhookId\":\"" + other.id() + "\"}");
  }

  /** Publishes a later event and waits for it: all earlier events are processed then. */
  private void publishAndAwaitAnother() {
    publishAndAwait(Event.ofAccount(application.account()));
  }

  private void publishAndAwait(Event event) {
    producer.publish(event);
    inbox.awaitEvent(event.messageId());
  }
}
