package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Event;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.broker.Broker;
import webhooks.it.harness.broker.OwnBroker;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.RejectedEvents;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.NeedsServers;
import webhooks.it.harness.server.Product;

/** A producer in another language publishes by AMQP 1.0, to the product's own broker over TLS. */
@NeedsServers
class AmqpIT {
  @Nested
  class IntoTheProductsOwnBroker extends Publishing {
    IntoTheProductsOwnBroker() {
      super("amqp-own", OwnBroker.withTls(new Authority().serverFiles()));
    }
  }

  @Nested
  class IntoABrokerOutside extends Publishing {
    IntoABrokerOutside() {
      super("amqp-outside", new Artemis("amqp-broker").start());
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Publishing {
    private final TestEnvironment environment;
    private final AmqpProducer producer;
    private final RejectedEvents rejectedEvents;
    private Application application;
    private Inbox inbox;

    Publishing(String name, Broker broker) {
      environment = TestEnvironment.ofNodes(name, broker, Product.named(name));
      producer = new AmqpProducer(broker);
      rejectedEvents = new RejectedEvents(environment);
    }

    @BeforeAll
    void start() {
      environment.start();
      application = environment.application();
      inbox = environment.receiver().inbox();
      application.register(inbox);
    }

    @AfterAll
    void stop() {
      environment.close();
    }

    @Test
    void stringIsDelivered() {
      Event event = Event.ofAccount(application.account()).holding("{\"text\":\"東京\"}");
      producer.publishTexts(event.json());
      assertThat(inbox.awaitEvent(event.messageId()).text()).contains(event.content());
    }

    @Test
    void bytesAreTakenAsUtf8() {
      Event event = Event.ofAccount(application.account()).holding("{\"text\":\"東京\"}");
      producer.publishBytes(event.json());
      assertThat(inbox.awaitEvent(event.messageId()).text()).contains(event.content());
    }

    @Test
    void largeContentIsDeliveredWhole() {
      String content = "{\"long\":\"" + "x".repeat(200_000) + "\"}";
      Event text = Event.ofAccount(application.account()).holding(content);
      Event bytes = Event.ofAccount(application.account()).holding(content);
      producer.publishTexts(text.json());
      producer.publishBytes(bytes.json());
      assertThat(inbox.awaitEvent(text.messageId()).text()).contains(content);
      assertThat(inbox.awaitEvent(bytes.messageId()).text()).contains(content);
    }

    @Test
    void messageIdOfAmqpMakesOneEventOfTwoMessages() {
      String mark = "{\"mark\":\"" + Secrets.random() + "\"}";
      String text =
          "{\"eventType\":\"%s\",\"accountId\":\"%s\",\"content\":%s}"
              .formatted(Event.CREATED, application.account(), mark);
      producer.publishAs("order-17", text);
      producer.publishAs("order-17", text);
      Event after = Event.ofAccount(application.account());
      producer.publishTexts(after.json());
      inbox.awaitEvent(after.messageId());
      assertThat(inbox.receipts()).filteredOn(one -> one.text().contains(mark)).hasSize(1);
    }

    @Test
    void messageIdThatIsAUuidIsTheEventsId() {
      Event event = Event.ofAccount(application.account());
      String text =
          "{\"eventType\":\"%s\",\"accountId\":\"%s\",\"content\":{}}"
              .formatted(Event.CREATED, application.account());
      producer.publishAs(event.messageId().toString(), text);
      producer.publishAs("ID:" + event.messageId(), text);
      Event after = Event.ofAccount(application.account());
      producer.publishTexts(after.json());
      inbox.awaitEvent(after.messageId());

      assertThat(inbox.awaitEvent(event.messageId()).text())
          .contains("\"messageId\":\"" + event.messageId() + "\"");
      assertThat(inbox.receipts(event.messageId())).hasSize(1);
    }

    @Test
    void applicationPropertyNamesTheTrace() {
      Event event = Event.ofAccount(application.account());
      String trace = "00-0af7651916cd43dd8448eb211c80319c-";
      producer.publishIn(trace + "b7ad6b7169203331-01", event.json());
      assertThat(inbox.awaitEvent(event.messageId()).header("traceparent")).startsWith(trace);
    }

    @Test
    void rejectsWithReason() {
      String bad = "no JSON " + Secrets.random();
      producer.publishTexts(bad);
      assertThat(rejectedEvents.awaitBody(bad).getString("reason")).isNotBlank();
    }

    @Test
    void messageOver4MebibytesIsRefusedAtItsProducer() {
      assertThat(producer.publishRefused("x".repeat(5 * 1024 * 1024))).contains("at most 4 MiB");
    }

    /**
     * The broker writes such a message to its disk as it comes, so it must not wait for its end.
     */
    @Test
    void connectionOfAMessageOver16MebibytesIsClosed() {
      assertDelaysNoEvent(
          () ->
              assertThat(producer.publishRefused("x".repeat(20 * 1024 * 1024)))
                  .contains("disconnected")
                  .doesNotContain("4 MiB"));
    }

    @Test
    void nestedListIsRefusedAndDelaysNoEvent() {
      assertDelaysNoEvent(
          () ->
              assertThat(producer.publishRefusedNestedList("a text"))
                  .contains("a body that JMS knows"));
    }

    @Test
    void numberIsRejectedAndDelaysNoEvent() {
      List<JsonObject> before = rejectedEvents.all();
      assertDelaysNoEvent(producer::publishNumber);

      JsonObject rejected = rejectedEvents.await(one -> !before.contains(one));
      assertThat(rejected.getString("reason")).isNotBlank();
    }

    @Test
    void listIsRejectedAndDelaysNoEvent() {
      List<JsonObject> before = rejectedEvents.all();
      assertDelaysNoEvent(() -> producer.publishList("in a list " + Secrets.random()));

      JsonObject rejected = rejectedEvents.await(one -> !before.contains(one));
      assertThat(rejected.getString("reason")).contains("neither a text nor a bytes");
    }

    private void assertDelaysNoEvent(Runnable publication) {
      Event before = Event.ofAccount(application.account());
      Event after = Event.ofAccount(application.account());
      producer.publishTexts(before.json());
      publication.run();
      producer.publishTexts(after.json());
      inbox.awaitEvent(before.messageId());
      inbox.awaitEvent(after.messageId());
    }
  }
}
