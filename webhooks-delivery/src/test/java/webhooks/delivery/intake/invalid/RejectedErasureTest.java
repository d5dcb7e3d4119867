package webhooks.delivery.intake.invalid;

import static org.apache.activemq.artemis.api.core.Message.TEXT_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.delivery.intake.TestBroker;
import webhooks.delivery.intake.TestPublisher;
import webhooks.domain.node.RejectedContent;
import webhooks.domain.node.RejectedEventFilter.Verdict;

/** Erasures of rejected events in the broker. */
class RejectedErasureTest extends InvalidEventQueueFixture {
  private final List<Integer> commits = new ArrayList<>();

  @BeforeEach
  void forgetCommits() {
    commits.clear();
  }

  private static Verdict ofCanary(RejectedContent content) {
    String text = new String(content.body(), StandardCharsets.UTF_8);
    if (text.equals("?")) {
      return Verdict.UNCERTAIN;
    }
    return text.contains("canary") ? Verdict.ERASE : Verdict.KEEP;
  }

  @Test
  void erasesMatchingMessagesAlone() throws Exception {
    publishRejected(250, (session, number) -> session.createTextMessage("a canary " + number));
    publishRejected(3, (session, number) -> session.createTextMessage("other " + number));
    publishRejected(1, (session, number) -> session.createTextMessage("?"));
    publishRejected(
        1,
        (session, number) ->
            TestPublisher.bytes(session, "canary".getBytes(StandardCharsets.UTF_8)));

    assertThat(queue.erase(RejectedErasureTest::ofCanary, commits::add)).isEqualTo(1);

    assertThat(commits.stream().mapToInt(count -> count).sum()).isEqualTo(251);
    assertThat(commits).allMatch(count -> count <= 200);
    assertThat(broker.count(TestBroker.INVALID)).isEqualTo(4);
    assertThat(queue.erase(RejectedErasureTest::ofCanary, commits::add)).isEqualTo(1);
  }

  @Test
  void countsMessagesThatNobodyCanRead() throws Exception {
    broker.publishUnreadable(TestBroker.INVALID, 2, TEXT_TYPE);
    publishRejected(1, (session, number) -> session.createTextMessage("canary"));

    assertThat(queue.erase(RejectedErasureTest::ofCanary, commits::add)).isEqualTo(2);

    assertThat(commits).containsExactly(1);
    assertThat(broker.count(TestBroker.INVALID)).isEqualTo(2);
  }

  @Test
  void passesTheAttributesOfBinaryCloudEvents() throws Exception {
    List<Map<String, String>> seen = new ArrayList<>();
    publishRejected(
        1,
        (session, number) -> {
          Message message = session.createTextMessage("{}");
          message.setStringProperty("cloudEvents_specversion", "1.0");
          message.setStringProperty("cloudEvents_accountid", "account-1");
          return message;
        });

    queue.erase(
        content -> {
          seen.add(content.attributes());
          return Verdict.KEEP;
        },
        commits::add);

    assertThat(seen.get(0)).containsEntry("accountid", "account-1");
    assertThat(commits).isEmpty();
  }

  @Test
  void messagesStayIfTheirCountIsNotStored() throws Exception {
    publishRejected(2, (session, number) -> session.createTextMessage("canary"));

    assertThatThrownBy(
            () ->
                queue.erase(
                    RejectedErasureTest::ofCanary,
                    count -> {
                      throw new IllegalStateException("no database");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(broker.count(TestBroker.INVALID)).isEqualTo(2);
  }
}
