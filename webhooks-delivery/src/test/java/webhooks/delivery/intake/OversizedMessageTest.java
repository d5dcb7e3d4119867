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
import org.junit.jupiter.api.io.TempDir;
import webhooks.domain.database.TestDatabase;

class OversizedMessageTest {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @Test
  void leavesWhatIsTooLargeToBeReceivedWithTheBrokerAndTakesTheRest() throws Exception {
    TestDatabase database = TestDatabase.h2();
    EmbeddedBroker broker = new EmbeddedBroker(directory);
    // As Artemis sends it, two bytes for each character.
    new Publications(broker).publishes("x".repeat(3 * MEBIBYTE / 2));
    broker.publish(1, (session, number) -> session.createTextMessage("x".repeat(3 * MEBIBYTE)));
    broker.publish(1, (session, number) -> streamed(session, 150L * MEBIBYTE));
    Set<UUID> ids = new Publications(broker).publishes(50);
    // Known from the journal, too.
    broker.close();
    broker = new EmbeddedBroker(directory);

    IntakeNode node = new IntakeNode(database, broker.connections(), new Faults());
    try {
      EmbeddedBroker restarted = broker;
      await().atMost(LIMIT).until(() -> restarted.count(EmbeddedBroker.EVENTS) == 2);

      assertThat(database.ids("select id from event")).isEqualTo(ids);
      assertThat(broker.takeInvalid()).hasSize(1);
      assertThat(node.deliveryCounts()).hasSize(51).containsOnly(1);
      assertThat(broker.count(EmbeddedBroker.DEAD)).isZero();
    } finally {
      node.close();
      broker.close();
      database.close();
    }
  }

  /** Not held in memory, as its publisher might not have so much either. */
  private static Message streamed(Session session, long size) throws JMSException {
    Message message = session.createBytesMessage();
    message.setObjectProperty("JMS_AMQ_InputStream", new Zeros(size));
    return message;
  }

  /** As many bytes as told, held nowhere. */
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
