package webhooks.delivery.intake.invalid;

import static org.apache.activemq.artemis.api.core.Message.TEXT_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import webhooks.delivery.intake.TestBroker;
import webhooks.delivery.intake.message.ProducerMessageId;
import webhooks.domain.node.InvalidEventCursor;
import webhooks.domain.node.RejectedEvent;
import webhooks.domain.node.RejectedSelection;

/** Rejected events that are chosen by a filter, discarded or corrected. */
class RejectedSelectionTest extends InvalidEventQueueFixture {
  private static RejectedSelection ofReason(String part) {
    return new RejectedSelection(
        Optional.empty(), Optional.of(part), Optional.empty(), Optional.empty());
  }

  private static RejectedSelection between(Instant since, Instant until) {
    return new RejectedSelection(
        Optional.empty(), Optional.empty(), Optional.of(since), Optional.of(until));
  }

  private List<String> rejected(String reason, int count) throws Exception {
    broker.publish(count, (session, number) -> session.createTextMessage("text " + number));
    return reject(count, reason);
  }

  private List<String> ids(RejectedSelection selection) {
    return queue.list(selection, Optional.empty(), 500).stream().map(RejectedEvent::id).toList();
  }

  @Test
  void findsEventsByAPartOfTheirReason() throws Exception {
    List<String> first = rejected("It's 100% \\ unknown_type", 2);
    List<String> second = rejected("no account", 3);

    for (String part :
        List.of("It's", "100%", "\\ ", "unknown_type", "It's 100% \\ unknown_type")) {
      assertThat(ids(ofReason(part))).as(part).isEqualTo(first);
    }
    assertThat(ids(ofReason("account"))).isEqualTo(second);
    assertThat(ids(ofReason("unknown%type"))).isEmpty();
    assertThat(ids(ofReason("n_ account"))).isEmpty();
    RejectedEvent last = queue.list(ofReason("account"), Optional.empty(), 2).get(1);
    assertThat(
            queue.list(
                ofReason("account"),
                Optional.of(new InvalidEventCursor(last.time(), last.id())),
                5))
        .extracting(RejectedEvent::id)
        .containsExactly(second.get(2));
  }

  @Test
  void findsEventsByTime() throws Exception {
    List<String> all = rejected("because", 2);
    Instant time = page(1).get(0).time();

    assertThat(ids(between(time.minusSeconds(60), time.plusSeconds(60)))).isEqualTo(all);
    assertThat(ids(between(time.plusSeconds(60), time.plusSeconds(90)))).isEmpty();
    assertThat(ids(between(time.minusSeconds(90), time.minusSeconds(60)))).isEmpty();
  }

  @Test
  void replaysAndDiscardsOnlyChosenEvents() throws Exception {
    rejected("no account", 3);
    List<String> others = rejected("no type", 250);

    assertThat(queue.replay(ofReason("account"), NO_AUDIT)).isEqualTo(3);
    assertThat(takeEvents(3)).hasSize(3);
    assertThat(queue.discard(RejectedSelection.of(Set.of(others.get(7), "ID:unknown")), NO_AUDIT))
        .isEqualTo(1);
    assertThat(ids(RejectedSelection.ALL)).hasSize(249).doesNotContain(others.get(7));
    List<Integer> audited = new ArrayList<>();
    assertThat(queue.discard(RejectedSelection.ALL, audited::add)).isEqualTo(249);
    assertThat(audited).containsExactly(200, 249);
    assertThat(broker.count(TestBroker.INVALID)).isZero();
    assertThat(takeEvents(0)).isEmpty();
  }

  @Test
  void discardsAllButUnreadableMessages() throws Exception {
    publishRejected(3);
    broker.publishUnreadable(TestBroker.INVALID, 2, TEXT_TYPE);
    publishRejected(4);

    assertThat(queue.discard(RejectedSelection.ALL, NO_AUDIT)).isEqualTo(7);
    assertThat(broker.count(TestBroker.INVALID)).isEqualTo(2);
  }

  @Test
  void discardsNothingThatCannotBeAudited() throws Exception {
    publishRejected(3);

    assertThatThrownBy(
            () ->
                queue.discard(
                    RejectedSelection.ALL,
                    count -> {
                      throw new IllegalStateException("no audit");
                    }))
        .isInstanceOf(RuntimeException.class);
    assertThat(page(10)).hasSize(3);
  }

  @Test
  void saysHowOftenAnEventWasRejectedAgain() throws Exception {
    publishRejected(1);
    for (int replays = 0; replays < 3; replays++) {
      assertThat(page(1).get(0).replays()).isEqualTo(replays);
      queue.replay(RejectedSelection.ALL, NO_AUDIT);
      reject(1, "again");
    }
  }

  @Test
  void replacesTheBodyAndKeepsTheRest() throws Exception {
    String published =
        broker
            .publish(
                1,
                (session, number) -> {
                  Message message = session.createTextMessage("wrong");
                  message.setStringProperty("origin", "test");
                  return message;
                })
            .get(0);
    String id = reject(1, "because").get(0);

    RejectedEvent edited = queue.replace(id, "{\"right\":1}", () -> {}).orElseThrow();

    assertThat(edited.id()).isNotEqualTo(id);
    assertThat(edited.reason()).isEqualTo("because");
    assertThat(page(5)).containsExactly(edited);
    assertThat(queue.replace(id, "{}", () -> {})).isEmpty();
    queue.replay(RejectedSelection.ALL, NO_AUDIT);
    TextMessage event = (TextMessage) takeEvents(1).get(0);
    assertThat(event.getText()).isEqualTo("{\"right\":1}");
    assertThat(event.getStringProperty("origin")).isEqualTo("test");
    assertThat(ProducerMessageId.of(event)).isEqualTo(published);
  }

  @Test
  void keepsAnEventWhoseEditCannotBeAudited() throws Exception {
    String id = publishRejected(1).get(0);

    assertThatThrownBy(
            () ->
                queue.replace(
                    id,
                    "{}",
                    () -> {
                      throw new IllegalStateException("no audit");
                    }))
        .isInstanceOf(RuntimeException.class);
    assertThat(page(5)).extracting(RejectedEvent::id).containsExactly(id);
  }
}
