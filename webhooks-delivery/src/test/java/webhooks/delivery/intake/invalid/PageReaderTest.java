package webhooks.delivery.intake.invalid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.activemq.artemis.api.core.Message.TEXT_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import webhooks.delivery.intake.TestBroker;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.node.RejectedEvent;
import webhooks.domain.node.RejectedSelection;

/** Pages of rejected events. */
class PageReaderTest extends InvalidEventQueueFixture {
  @Test
  void listsOldestFirstAndRemovesNone() throws Exception {
    List<String> ids = publishRejected(5);

    List<RejectedEvent> seen = page(3);

    assertThat(seen).extracting(RejectedEvent::id).isEqualTo(ids.subList(0, 3));
    assertThat(seen).extracting(RejectedEvent::reason).containsOnly("because");
    assertThat(seen).extracting(RejectedEvent::body).containsExactly("text 0", "text 1", "text 2");
    assertThat(seen.get(0).time())
        .isBetween(Clock.systemUTC().instant().minusSeconds(60), Clock.systemUTC().instant());
    assertThat(broker.count(TestBroker.INVALID)).isEqualTo(5);
    assertThat(page(100)).hasSize(5);
  }

  @Test
  void listsMessagesOfSameTimeOnce() throws Exception {
    List<String> ids = publishRejected(500);

    List<String> seen = new ArrayList<>();
    List<RejectedEvent> page = page(70);
    while (!page.isEmpty()) {
      page.forEach(message -> seen.add(message.id()));
      page = pageAfter(page.get(page.size() - 1), 70);
    }

    assertThat(seen).isEqualTo(ids);
  }

  @Test
  void showsOneEntryForUnreadableMessages() throws Exception {
    broker.publishUnreadable(TestBroker.INVALID, 2, TEXT_TYPE);
    List<String> ids = publishRejected(5);
    broker.publishUnreadable(TestBroker.INVALID, 1, UNKNOWN_TYPE);
    ids.addAll(publishRejected(5));

    for (int size : new int[] {1, 4, 100}) {
      List<RejectedEvent> seen = new ArrayList<>();
      List<RejectedEvent> page = page(size);
      while (!page.isEmpty()) {
        seen.addAll(page);
        page = pageAfter(page.get(page.size() - 1), size);
      }
      assertThat(seen)
          .extracting(RejectedEvent::id)
          .as("pages of %d", size)
          .containsSubsequence(ids)
          .doesNotHaveDuplicates()
          .hasSize(ids.size() + (size == 100 ? 1 : 2));
      assertThat(seen.get(0).id()).isEqualTo("unreadable:");
      assertThat(seen.get(0).reason()).contains("can't show " + (size == 100 ? 3 : 2));
    }
  }

  @Test
  void fillsPagesWithLargeMessages() throws Exception {
    String large = "x".repeat(250_000);
    List<String> ids =
        publishRejected(
            20,
            (session, number) ->
                session.createTextMessage(number % 5 == 0 ? large : "text " + number));

    for (int size : new int[] {1, 7, 100}) {
      List<String> seen = new ArrayList<>();
      List<RejectedEvent> page = page(size);
      while (!page.isEmpty()) {
        page.forEach(message -> seen.add(message.id()));
        page = pageAfter(page.get(page.size() - 1), size);
      }
      assertThat(seen).as("pages of %d", size).isEqualTo(ids);
    }
  }

  @Test
  void repeatsMessagesWhenCursorIsGone() throws Exception {
    List<String> ids = new ArrayList<>(publishRejected(3));
    RejectedEvent last = page(3).get(2);
    // This event was sent later and committed earlier: its time alone would skip the next three.
    RejectedEvent gone = new RejectedEvent("ID:gone", "", last.time().plusMillis(1), "", false, 0);
    ids.addAll(publishRejected(3));

    assertThat(pageAfter(gone, 10)).extracting(RejectedEvent::id).isEqualTo(ids);
  }

  @Test
  void listsMessagesMovedByHand() throws Exception {
    publishRejected(2);
    try (Connection connection = broker.connections().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer invalid = session.createProducer(session.createQueue(TestBroker.INVALID))) {
      invalid.setDisableMessageTimestamp(true);
      invalid.send(session.createTextMessage("moved by hand"));
    }

    List<RejectedEvent> next = pageAfter(page(2).get(1), 10);

    assertThat(next).extracting(RejectedEvent::body).containsExactly("moved by hand");
    assertThat(next.get(0).reason()).isNotBlank();
    assertThat(queue.replay(RejectedSelection.ALL, NO_AUDIT)).isEqualTo(3);
  }

  @Test
  void listsNoMessageTooLargeToReceive() throws Exception {
    publishRejected(1);
    String large = "x".repeat(3 * 1024 * 1024);
    try (Connection connection = broker.connections().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer invalid = session.createProducer(session.createQueue(TestBroker.INVALID))) {
      invalid.send(session.createTextMessage(large));
    }
    publishRejected(1, (session, number) -> session.createTextMessage("y".repeat(1024 * 1024)));

    assertThat(page(100))
        .extracting(message -> message.body().getBytes(UTF_8).length)
        .containsExactly(6, BodyExcerpt.MAX_BYTES);
    assertThat(queue.replay(RejectedSelection.ALL, NO_AUDIT)).isEqualTo(2);
    assertThat(broker.count(TestBroker.INVALID)).isEqualTo(1);
  }

  @Test
  void refusesAtOnceWithoutBroker() {
    ConnectionFactory unavailable = new ActiveMQConnectionFactory("vm://1");
    try (JmsInvalidEventQueue queue =
        new JmsInvalidEventQueue(
            unavailable, Clock.systemUTC(), task -> new Thread(task).start())) {
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> queue.list(RejectedSelection.ALL, Optional.empty(), 1),
              () -> queue.replay(RejectedSelection.ALL, NO_AUDIT))) {
        assertThatThrownBy(call)
            .isInstanceOfSatisfying(
                Refusal.class,
                refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
      }
    }
  }
}
