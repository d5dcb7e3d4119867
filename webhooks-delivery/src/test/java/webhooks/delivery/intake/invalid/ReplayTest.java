package webhooks.delivery.intake.invalid;

import static org.apache.activemq.artemis.api.core.Message.OBJECT_TYPE;
import static org.apache.activemq.artemis.api.core.Message.TEXT_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.delivery.intake.InjectedFaults;
import webhooks.delivery.intake.TestBroker;
import webhooks.delivery.intake.TestPublisher;
import webhooks.delivery.intake.message.ProducerMessageId;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.node.RejectedEvent;
import webhooks.domain.node.RejectedSelection;

/** Replays of rejected events. */
class ReplayTest extends InvalidEventQueueFixture {
  @Test
  void replaysMessagesAsPublished() throws Exception {
    String id =
        broker
            .publish(
                1,
                (session, number) -> {
                  Message message = session.createTextMessage("text");
                  message.setStringProperty("origin", "test");
                  message.setJMSType("type");
                  return message;
                })
            .get(0);
    reject(1, "because");
    byte[] bytes = {0, (byte) 0xff, 'x'};
    publishRejected(1, (session, number) -> TestPublisher.bytes(session, bytes));

    assertThat(queue.replay(RejectedSelection.ALL, NO_AUDIT)).isEqualTo(2);

    assertThat(broker.count(TestBroker.INVALID)).isZero();
    List<Message> events = takeEvents(2);
    TextMessage text = (TextMessage) events.get(0);
    assertThat(text.getText()).isEqualTo("text");
    assertThat(text.getStringProperty("origin")).isEqualTo("test");
    assertThat(text.getJMSType()).isEqualTo("type");
    assertThat(text.propertyExists("reason")).isFalse();
    assertThat(text.getJMSCorrelationID()).isNull();
    assertThat(ProducerMessageId.of(text)).isEqualTo(id);
    assertThat(events.get(1).getBody(byte[].class)).isEqualTo(bytes);
  }

  @Test
  void keepsOriginalIdOverReplays() throws Exception {
    String id = broker.publish(1, (session, number) -> session.createTextMessage("text")).get(0);
    String before = "";
    for (int i = 0; i < 3; i++) {
      String rejected = reject(1, "again").get(0);
      assertThat(rejected).isNotEqualTo(before);
      before = rejected;
      assertThat(queue.replay(RejectedSelection.ALL, NO_AUDIT)).isEqualTo(1);
    }

    assertThat(ProducerMessageId.of(takeEvents(1).get(0))).isEqualTo(id);
  }

  @Test
  void replaysAllButUnreadableMessages() throws Exception {
    publishRejected(150);
    broker.publishUnreadable(TestBroker.INVALID, 2, TEXT_TYPE);
    broker.publishUnreadable(TestBroker.INVALID, 1, OBJECT_TYPE);
    broker.publishUnreadable(TestBroker.INVALID, 1, UNKNOWN_TYPE);
    publishRejected(300);

    assertThat(queue.replay(RejectedSelection.ALL, NO_AUDIT)).isEqualTo(450);

    assertThat(takeEvents(450)).hasSize(450);
    assertThat(broker.count(TestBroker.INVALID)).isEqualTo(4);
  }

  /** The queue can be browsed for a readable message and still deliver the other one first. */
  @Test
  void replaysOthersWhenUnreadableMessageHasSameId() throws Exception {
    publishRejected(2);
    broker.publishWithSameId(TestBroker.INVALID, false, true);
    broker.publishWithSameId(TestBroker.INVALID, true, false);
    publishRejected(300);

    assertThat(queue.replay(RejectedSelection.ALL, NO_AUDIT)).isEqualTo(303);

    assertThat(takeEvents(303)).hasSize(303);
    assertThat(broker.count(TestBroker.INVALID)).isEqualTo(3);
  }

  /** The broker accepts no second message with the same duplicate id at the same address. */
  @Test
  void replaysMessagesWithDuplicateId() throws Exception {
    publishRejected(
        2,
        (session, number) -> {
          Message message = session.createTextMessage("text " + number);
          message.setStringProperty("_AMQ_DUPL_ID", "unique " + number);
          return message;
        });
    publishRejected(1);

    assertThat(queue.replay(RejectedSelection.ALL, NO_AUDIT)).isEqualTo(3);

    assertThat(takeEvents(3)).hasSize(3);
  }

  @Test
  void replaysOnlyGivenIds() throws Exception {
    List<String> ids = publishRejected(300);
    Set<String> named = new HashSet<>(Set.of("ID:" + UUID.randomUUID(), "it's no id", "'"));
    named.addAll(List.of(ids.get(3), ids.get(299)));

    assertThat(queue.replay(RejectedSelection.of(named), NO_AUDIT)).isEqualTo(2);

    assertThat(takeEvents(2)).hasSize(2);
    assertThat(page(500))
        .extracting(RejectedEvent::id)
        .hasSize(298)
        .doesNotContain(ids.get(3), ids.get(299));
  }

  @Test
  void replaysAThousandIds() throws Exception {
    List<String> ids = publishRejected(1000);

    assertThat(queue.replay(RejectedSelection.of(new HashSet<>(ids)), NO_AUDIT)).isEqualTo(1000);
  }

  @Test
  void endsAlthoughMessagesAreRejectedAgain() throws Exception {
    publishRejected(450);
    // The clock of the node that rejects them again is behind.
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    List<Integer> moved = new ArrayList<>();
    try (JmsInvalidEventQueue replaying =
        new JmsInvalidEventQueue(
            broker.connections(),
            ahead,
            new BrokerExecutor(task -> new Thread(task).start(), Duration.ofSeconds(30)))) {
      int count =
          replaying.replay(
              RejectedSelection.ALL,
              soFar -> {
                moved.add(soFar);
                rejectEarlierBatches(moved);
              });
      assertThat(count).isEqualTo(450);
    }
    assertThat(moved).containsExactly(200, 400, 450);
    assertThat(broker.count(TestBroker.EVENTS) + broker.count(TestBroker.INVALID)).isEqualTo(450);
  }

  private void rejectEarlierBatches(List<Integer> moved) {
    try {
      if (moved.size() > 1) {
        reject(200, "still");
      }
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void replaysOnceWhenCommitsFail() throws Exception {
    publishRejected(1000, (session, number) -> session.createTextMessage("text " + number));
    faults.failEvery(2, InjectedFaults.Point.BEFORE_JMS_COMMIT);
    int failures = 0;
    while (broker.count(TestBroker.INVALID) > 0) {
      try {
        queue.replay(RejectedSelection.ALL, NO_AUDIT);
      } catch (Refusal e) {
        assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        failures++;
      }
    }
    assertThat(failures).isGreaterThan(2);
    faults.clear();

    List<String> texts = new ArrayList<>();
    for (Message event : takeEvents(1000)) {
      texts.add(((TextMessage) event).getText());
    }
    assertThat(texts)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 1000).mapToObj(number -> "text " + number).toList());
  }

  @Test
  void returnsMessagesOfAFailedStepToTheBroker() throws Exception {
    publishRejected(1);

    assertThatThrownBy(
        () ->
            queue.replay(
                RejectedSelection.ALL,
                count -> {
                  throw new IllegalStateException("injected");
                }));

    // The pool keeps the session open, but another client gets the message.
    assertThat(broker.takeInvalid()).hasSize(1).doesNotContainNull();
  }

  @Test
  void rollsBackStepThatCannotBeAudited() throws Exception {
    publishRejected(10);
    IllegalStateException outage = new IllegalStateException("the database is unavailable");

    assertThatThrownBy(
            () ->
                queue.replay(
                    RejectedSelection.ALL,
                    count -> {
                      throw outage;
                    }))
        .isSameAs(outage);
    // The next user of the session must not commit it either.
    page(1);

    assertThat(broker.count(TestBroker.EVENTS)).isZero();
    assertThat(page(100)).hasSize(10);
  }
}
