package webhooks.delivery.intake.invalid;

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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.delivery.intake.EmbeddedBroker;
import webhooks.delivery.intake.Faults;
import webhooks.delivery.intake.ProducerMessageId;
import webhooks.delivery.intake.Publications;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.invalid.RejectedEvent;

/** How messages that were set aside come back. */
class ReplayTest extends InvalidEventQueueFixture {
  @Test
  void replaysAllAsTheyWerePublished() throws Exception {
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
    intakeRejects(1, "because");
    byte[] bytes = {0, (byte) 0xff, 'x'};
    setAside(1, (session, number) -> Publications.bytes(session, bytes));

    assertThat(setAside.replay(Optional.empty(), NOTED)).isEqualTo(2);

    assertThat(broker.count(EmbeddedBroker.INVALID)).isZero();
    List<Message> events = takesEvents(2);
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
  void originalIdOutlivesManyReplays() throws Exception {
    String id = broker.publish(1, (session, number) -> session.createTextMessage("text")).get(0);
    String before = "";
    for (int i = 0; i < 3; i++) {
      String aside = intakeRejects(1, "again").get(0);
      assertThat(aside).isNotEqualTo(before);
      before = aside;
      assertThat(setAside.replay(Optional.empty(), NOTED)).isEqualTo(1);
    }

    assertThat(ProducerMessageId.of(takesEvents(1).get(0))).isEqualTo(id);
  }

  @Test
  void replaysAllButMessagesThatTheClientCannotRead() throws Exception {
    setAside(150);
    broker.publishUnreadable(EmbeddedBroker.INVALID, 2, TEXT_TYPE);
    setAside(300);

    assertThat(setAside.replay(Optional.empty(), NOTED)).isEqualTo(450);

    assertThat(takesEvents(450)).hasSize(450);
    assertThat(broker.count(EmbeddedBroker.INVALID)).isEqualTo(2);
  }

  @Test
  void replaysTheNamedOnesAloneAndPassesOverOthers() throws Exception {
    List<String> ids = setAside(300);
    Set<String> named = new HashSet<>(Set.of("ID:" + UUID.randomUUID(), "it's no id", "'"));
    named.addAll(List.of(ids.get(3), ids.get(299)));

    assertThat(setAside.replay(Optional.of(named), NOTED)).isEqualTo(2);

    assertThat(takesEvents(2)).hasSize(2);
    assertThat(look(500))
        .extracting(RejectedEvent::id)
        .hasSize(298)
        .doesNotContain(ids.get(3), ids.get(299));
  }

  @Test
  void takesAThousandIds() throws Exception {
    List<String> ids = setAside(1000);

    assertThat(setAside.replay(Optional.of(new HashSet<>(ids)), NOTED)).isEqualTo(1000);
  }

  @Test
  void endsThoughEachComesBackAtOnceAndTimeStandsStill() throws Exception {
    setAside(450);
    // The node that sets them aside again has a clock that is behind.
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    List<Integer> told = new ArrayList<>();
    try (JmsInvalidEventQueue replaying =
        new JmsInvalidEventQueue(
            broker.connections(), ahead, new BrokerExecutor(Thread::new, Duration.ofSeconds(30)))) {
      int count =
          replaying.replay(
              Optional.empty(),
              soFar -> {
                told.add(soFar);
                rejectsWhatWasCommittedBefore(told);
              });
      assertThat(count).isEqualTo(450);
    }
    assertThat(told).containsExactly(200, 400, 450);
    assertThat(broker.count(EmbeddedBroker.EVENTS) + broker.count(EmbeddedBroker.INVALID))
        .isEqualTo(450);
  }

  private void rejectsWhatWasCommittedBefore(List<Integer> told) {
    try {
      if (told.size() > 1) {
        intakeRejects(200, "still");
      }
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void losesAndDoublesNoneWhenCommitsFail() throws Exception {
    setAside(1000, (session, number) -> session.createTextMessage("text " + number));
    faults.failEvery(2, Faults.Point.BEFORE_JMS_COMMIT);
    int failures = 0;
    while (broker.count(EmbeddedBroker.INVALID) > 0) {
      try {
        setAside.replay(Optional.empty(), NOTED);
      } catch (Refusal e) {
        assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        failures++;
      }
    }
    assertThat(failures).isGreaterThan(2);
    faults.clear();

    List<String> texts = new ArrayList<>();
    for (Message event : takesEvents(1000)) {
      texts.add(((TextMessage) event).getText());
    }
    assertThat(texts)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 1000).mapToObj(number -> "text " + number).toList());
  }

  @Test
  void stepThatCannotBeWrittenToTheAuditTrailIsNotMade() throws Exception {
    setAside(10);
    IllegalStateException away = new IllegalStateException("the database is away");

    assertThatThrownBy(
            () ->
                setAside.replay(
                    Optional.empty(),
                    count -> {
                      throw away;
                    }))
        .isSameAs(away);
    // Nor is it made by whoever uses the session next.
    look(1);

    assertThat(broker.count(EmbeddedBroker.EVENTS)).isZero();
    assertThat(look(100)).hasSize(10);
  }
}
