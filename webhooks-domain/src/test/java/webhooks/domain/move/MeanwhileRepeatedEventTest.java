package webhooks.domain.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.IdSequence;
import webhooks.domain.settings.NodeSettings;
import webhooks.settings.command.MoveFailure;

/**
 * A publisher publishes an event again at the target while an import stores it: on PostgreSQL, and
 * on the other side of a border, so that neither transaction waits for the other.
 */
class MeanwhileRepeatedEventTest {
  private static final String ACCOUNT = "account";

  private final TestDatabase database = TestDatabase.postgres();
  private final Installation installation = new Installation(database, NodeSettings.KEY);
  private final SourceAccount moved = SourceAccount.in(database, ACCOUNT);
  private final IdSequence ids = new IdSequence(Instant.now().plus(Duration.ofDays(1)));
  private final UUID again = ids.next();

  @AfterEach
  void close() {
    database.close();
  }

  /** Imports the account, and stores the event again when all rows but webhooks are stored. */
  private void importWhilePublished(UUID messageId) throws MoveFailure {
    String file = installation.exportAccount(ACCOUNT);
    database.clear();
    int webhooks = file.indexOf("{\"webhook\":");
    InputStream first = new ByteArrayInputStream(bytes(file.substring(0, webhooks)));
    InputStream rest =
        new ByteArrayInputStream(bytes(file.substring(webhooks))) {
          @Override
          public synchronized int read(byte[] to, int offset, int length) {
            if (count("event where id = ?", again) == 0) {
              moved.event(again, ACCOUNT, messageId);
              moved.pending(ids.next(), again, moved.webhook);
            }
            return super.read(to, offset, length);
          }
        };
    installation.importAccount(new SequenceInputStream(first, rest));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private long count(String table, Object... values) {
    return database.count("select count(*) from " + table, values);
  }

  @Test
  void leavesOutAnEventThatIsPublishedMeanwhile() throws MoveFailure {
    importWhilePublished(moved.message);

    assertThat(count("event where id = ?", moved.event)).isZero();
    assertThat(count("delivery where event_id = ?", moved.event)).isZero();
    assertThat(count("delivery where event_id = ? and webhook_id = ?", again, moved.webhook))
        .as("one delivery to the webhook that got it here")
        .isEqualTo(1);
    assertThat(count("delivery where event_id = ? and webhook_id = ?", again, moved.deleted))
        .as("the delivery to another webhook")
        .isEqualTo(1);
    assertThat(count("attempt where delivery_id = ?", moved.exhausted)).isZero();
    assertThat(installation.messages).last().asString().endsWith("1 events published here too");
  }

  @Test
  void keepsAnEventWhenAnotherIsPublishedMeanwhile() throws MoveFailure {
    importWhilePublished(UUID.randomUUID());

    assertThat(count("event where id in (?, ?)", moved.event, again)).isEqualTo(2);
    assertThat(count("delivery_pending where id = ?", moved.pending)).isEqualTo(1);
  }
}
