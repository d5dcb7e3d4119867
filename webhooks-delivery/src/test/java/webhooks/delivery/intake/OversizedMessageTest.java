package webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import webhooks.domain.database.TestDatabase;

@Timeout(120)
class OversizedMessageTest {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  void leavesTooLargeMessagesWithTheBroker() throws Exception {
    TestDatabase database = TestDatabase.h2();
    TestBroker broker = new TestBroker(directory);
    // Artemis sends two bytes for each character.
    new TestPublisher(broker).publishText("x".repeat(3 * MEBIBYTE / 2));
    broker.publish(1, (session, number) -> session.createTextMessage("x".repeat(3 * MEBIBYTE)));
    broker.publish(1, (session, number) -> streamed(session, 150L * MEBIBYTE));
    Set<UUID> ids = new TestPublisher(broker).publishEvents(50);
    // The size must also be known after the broker has read its journal.
    broker.close();
    broker = new TestBroker(directory);

    IntakeNode node = new IntakeNode(database, broker.connections(), new InjectedFaults());
    try {
      TestBroker restarted = broker;
      await().atMost(LIMIT).until(() -> restarted.count(TestBroker.EVENTS) == 2);

      assertThat(database.ids("select message_id from event")).isEqualTo(ids);
      assertThat(broker.takeInvalid()).hasSize(1);
      assertThat(node.deliveryCounts()).hasSize(51).containsOnly(1);
      assertThat(broker.count(TestBroker.DEAD)).isZero();
    } finally {
      node.close();
      broker.close();
      database.close();
    }
  }

  /** Returns a message whose body is streamed and never in memory. */
  private static Message streamed(Session session, long size) throws JMSException {
    Message message = session.createBytesMessage();
    message.setObjectProperty("JMS_AMQ_InputStream", new Zeros(size));
    return message;
  }

  /** A stream of zeros. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long count) {
      left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }
  }
}
