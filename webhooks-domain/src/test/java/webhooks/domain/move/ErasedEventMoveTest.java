package webhooks.domain.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.IdSequence;
import webhooks.domain.settings.NodeSettings;
import webhooks.settings.command.MoveFailure;

/** Erased payloads in the move of an account: they stay erased, at both installations. */
class ErasedEventMoveTest {
  private static final String ACCOUNT = "account";

  private final TestDatabase from = TestDatabase.h2();
  private final TestDatabase to = TestDatabase.postgres();
  private final Installation source = new Installation(from, NodeSettings.KEY);
  private final Installation target = new Installation(to, NodeSettings.KEY);
  private final SourceAccount moved = SourceAccount.in(from, ACCOUNT);
  private final IdSequence ids = new IdSequence(Instant.now());
  private final UUID event = ids.next();

  @AfterEach
  void close() {
    to.close();
    from.close();
  }

  private void move() throws MoveFailure {
    target.importAccount(source.exportAccount(ACCOUNT));
  }

  @Test
  void marksOfErasedDeliveriesMove() throws MoveFailure {
    moved.event(event, ACCOUNT, UUID.randomUUID());
    UUID delivery = ids.next();
    moved.finished(delivery, event, moved.webhook, 2);
    from.execute("update delivery_finished set payload_erased = true where id = ?", delivery);
    from.execute("update event set body = ? where id = ?", new byte[0], event);

    move();

    assertThat(
            to.count(
                "select count(*) from delivery_finished where payload_erased and id = ?", delivery))
        .isEqualTo(1);
    assertThat(
            to.count("select count(*) from event where octet_length(body) = 0 and id = ?", event))
        .isEqualTo(1);
  }

  @Test
  void laterDeliveriesOfAnErasedEventDoNotMove() throws MoveFailure {
    moved.event(event, ACCOUNT, UUID.randomUUID());
    move();
    to.execute("update event set body = ? where id = ?", new byte[0], event);
    UUID pending = ids.next();
    moved.pending(pending, event, moved.webhook);
    UUID finished = ids.next();
    moved.finished(finished, event, moved.webhook, 2);

    move();

    assertThat(to.count("select count(*) from delivery where id in (?, ?)", pending, finished))
        .isZero();
  }

  @Test
  void importHasNodesLookAtOldPayloadsAgain() throws MoveFailure {
    move();
    to.execute(
        "update webhook_options set payload_seconds = 60, payload_swept = current_timestamp");

    move();

    assertThat(to.count("select count(*) from webhook_options where payload_swept is not null"))
        .isZero();
  }
}
