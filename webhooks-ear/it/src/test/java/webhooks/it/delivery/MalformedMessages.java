package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.CoreClient;
import webhooks.it.harness.broker.OwnBroker;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.RejectedEvents;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.RunSettings;

/** Tests that unreadable messages go to the invalid queue and delay no event. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MalformedMessages {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int BATCH = 100;

  /** The reason of the one entry for all messages that no client can read. */
  private static final Pattern UNREADABLE = Pattern.compile("can't show (\\d+) message");

  private final List<Event> events = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();
  private TestEnvironment environment;
  private CoreClient client;
  private Application application;
  private Inbox inbox;

  /** Returns the environment of a started product whose queue of rejected events is empty. */
  abstract TestEnvironment startEnvironment();

  final TestEnvironment environment() {
    return environment;
  }

  @BeforeAll
  void connect() {
    environment = startEnvironment();
    client = environment.coreClient();
    application = environment.application();
    inbox = environment.receiver().inbox();
    application.register(inbox);
  }

  @AfterAll
  void disconnect() {
    client.close();
  }

  @Test
  void textOfRawBytesDelaysNoEvent() {
    publishEvents(BATCH);
    publish(Malformation.TEXT_OF_RAW_BYTES);
    publishEvents(BATCH);

    awaitAll();
  }

  @ParameterizedTest
  @EnumSource
  void delaysNoEvent(Malformation malformation) {
    publishEvents(1);
    publish(malformation);
    publishEvents(1);

    awaitAll();
  }

  @Test
  void manyMalformedMessagesDelayNoEvent() {
    for (Malformation malformation : Malformation.values()) {
      publish(malformation);
    }
    publishEvents(BATCH);
    for (int i = 0; i < 5; i++) {
      publish(Malformation.TEXT_OF_RAW_BYTES);
    }
    publishEvents(BATCH);
    publish(Malformation.TEXT_OF_RAW_BYTES);

    awaitAll();
  }

  @Test
  void listsMalformedMessages() {
    publish(Malformation.TEXT_OF_RAW_BYTES);
    publish(Malformation.MAP_OF_RAW_BYTES);
    awaitAll();

    List<JsonObject> shown = new RejectedEvents(environment).all();

    // A client without the product's resource adapter can read a malformed stream.
    int alone = shown.size() - 1;
    assertThat(shown)
        .filteredOn(one -> one.getString("reason").contains("can't show"))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.getString("reason"))
                    .contains("can't show %d message(s)".formatted(expected.size() - alone)));
  }

  /** Checks that the invalid queue holds as many messages as there are marks. */
  void assertRejected(List<String> marks) {
    int count = 0;
    for (JsonObject one : new RejectedEvents(environment).all()) {
      Matcher unreadable = UNREADABLE.matcher(one.getString("reason"));
      count += unreadable.find() ? Integer.parseInt(unreadable.group(1)) : 1;
    }
    assertThat(count).isEqualTo(marks.size());
  }

  private void publishEvents(int count) {
    List<Event> published = Events.ofAccount(application.account(), count);
    environment.producer().publish(published);
    events.addAll(published);
  }

  private void publish(Malformation malformation) {
    String mark = malformation + " " + UUID.randomUUID();
    if (isOfWildFly() && malformation.claimsTooMuch()) {
      assertThatThrownBy(() -> malformation.publish(client, mark, application.account()))
          .rootCause()
          .hasMessageContaining("must not claim more than it has");
      return;
    }
    try {
      malformation.publish(client, mark, application.account());
    } catch (IllegalStateException e) {
      assertThat(malformation.isReceived()).as(malformation + " is refused: " + e).isFalse();
      assertThat(e.getCause()).hasMessageContaining("A message must not be compressed");
      return;
    }
    if (malformation.isReceived()) {
      expected.add(mark);
    }
  }

  private boolean isOfWildFly() {
    return environment.broker() instanceof OwnBroker && RunSettings.server().equals("wildfly");
  }

  /**
   * Waits until all events have arrived, and the invalid queue holds exactly the expected messages.
   */
  private void awaitAll() {
    Instant begin = Instant.now();
    Events.awaitAll(events, inbox, LIMIT);
    Progress.say(
        "malformed: %d events arrived after %.1f s",
        events.size(), Duration.between(begin, Instant.now()).toMillis() / 1000.0);
    await("the malformed messages in the invalid queue")
        .atMost(LIMIT)
        .untilAsserted(() -> assertRejected(expected));
    assertThat(inbox.byId()).hasSameSizeAs(events);
  }
}
