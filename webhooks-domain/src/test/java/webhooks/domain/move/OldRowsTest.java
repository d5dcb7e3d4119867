package webhooks.domain.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.IdSequence;
import webhooks.domain.settings.NodeSettings;
import webhooks.settings.command.MoveFailure;

/** Rows of the time before the target was installed, on PostgreSQL. */
class OldRowsTest {
  private static final String ACCOUNT = "account";
  private static final String WARNING = "Some old rows will have no partition";

  private final TestDatabase from = TestDatabase.h2();
  private final TestDatabase to = TestDatabase.postgres();
  private final Installation source = new Installation(from, NodeSettings.KEY);
  private final Installation target = new Installation(to, NodeSettings.KEY);
  private final SourceAccount moved = SourceAccount.in(from, ACCOUNT);

  @AfterEach
  void close() {
    to.close();
    from.close();
  }

  private void insert(Duration age) {
    IdSequence ids = new IdSequence(Instant.now().minus(age));
    UUID event = ids.next();
    moved.event(event, ACCOUNT, UUID.randomUUID());
    UUID delivery = ids.next();
    moved.finished(delivery, event, moved.webhook, 2);
    moved.attempt(delivery, 1);
  }

  private List<Long> withoutPartition() {
    return List.of("event_other", "delivery_other", "attempt_other").stream()
        .map(table -> to.count("select count(*) from " + table))
        .toList();
  }

  @Test
  void addsPartitionsForTheRetention() throws MoveFailure {
    for (int days = 0; days < 14; days++) {
      insert(Duration.ofDays(days).plusHours(12));
    }

    target.importAccount(source.exportAccount(ACCOUNT));

    assertThat(to.count("select count(*) from event")).isEqualTo(16);
    assertThat(withoutPartition()).containsExactly(0L, 0L, 0L);
    assertThat(target.messages).noneMatch(message -> message.startsWith(WARNING));
  }

  @Test
  void saysThatPartitionsAreMissing() throws MoveFailure {
    insert(Duration.ofDays(3));
    target.with("webhooks.retention", "P1D").importAccount(source.exportAccount(ACCOUNT));
    assertThat(withoutPartition()).containsExactly(1L, 1L, 1L);

    target.with("webhooks.retention", "P14D").importAccount(source.exportAccount(ACCOUNT));

    assertThat(target.messages).anyMatch(message -> message.startsWith(WARNING));
  }
}
