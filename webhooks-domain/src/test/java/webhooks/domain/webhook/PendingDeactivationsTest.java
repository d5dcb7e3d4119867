package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.DatabaseFailure;

/** Deactivations that were noted are made once, also after a failure of the database. */
class PendingDeactivationsTest {
  private final UUID webhook = UUID.randomUUID();
  private final List<String> made = new ArrayList<>();
  private final PendingDeactivations pending = new PendingDeactivations(new FailingRepository());
  private final UUID impossible = UUID.randomUUID();
  private boolean databaseAnswers = true;

  /** A repository that notes deactivations while the database answers, and fails otherwise. */
  private final class FailingRepository extends WebhookRepository {
    @Override
    public boolean deactivateGone(UUID id, long version) {
      return make("gone " + id + " " + version);
    }

    @Override
    public boolean deactivateFailing(UUID id) {
      if (id.equals(impossible)) {
        throw new IllegalStateException("injected");
      }
      return make("failing " + id);
    }

    private boolean make(String deactivation) {
      if (!databaseAnswers) {
        throw new DatabaseFailure(new SQLException("injected", "08006"));
      }
      return made.add(deactivation);
    }
  }

  @Test
  void deactivatesEachWebhookOnce() {
    pending.failingSteadily(List.of(webhook));
    pending.failingSteadily(List.of(webhook));

    pending.run();
    pending.run();

    assertThat(made).containsExactly("failing " + webhook);
  }

  @Test
  void repeatsDeactivationsAfterAFailure() {
    UUID other = UUID.randomUUID();
    pending.receiverGone(webhook, 7);
    pending.failingSteadily(List.of(other));
    databaseAnswers = false;
    assertThatThrownBy(pending::run).isInstanceOf(DatabaseFailure.class);

    databaseAnswers = true;
    pending.run();

    assertThat(made).containsExactlyInAnyOrder("gone " + webhook + " 7", "failing " + other);
  }

  @Test
  void webhookThatCanNotBeDeactivatedKeepsNoOtherFromIt() {
    List<UUID> others = Stream.generate(UUID::randomUUID).limit(20).toList();
    pending.failingSteadily(List.of(impossible));
    pending.failingSteadily(others);

    pending.run();

    assertThat(made)
        .containsExactlyInAnyOrderElementsOf(others.stream().map(id -> "failing " + id).toList());
  }

  @Test
  void receiverThatIsGoneOutranksSteadyFailure() {
    pending.failingSteadily(List.of(webhook));
    pending.receiverGone(webhook, 7);
    pending.failingSteadily(List.of(webhook));

    pending.run();

    assertThat(made).containsExactly("gone " + webhook + " 7");
  }
}
