package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.FiredEvents;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.webhook.deactivation.FailuresReset;

/** What a change of a webhook tells the queue. */
@OnEveryDatabase
class WebhookRepositoryTest {
  private final TestDatabase database;
  private final TestEntities entities;
  private final List<Boolean> activeWhenFired = new ArrayList<>();
  private final FiredEvents fired =
      new FiredEvents() {
        @Override
        public void fire(Object event) {
          super.fire(event);
          if (event instanceof FailuresReset) {
            activeWhenFired.add(isActive());
          }
        }
      };
  private UUID webhook;

  WebhookRepositoryTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
  }

  @BeforeEach
  void insertAnInactiveWebhook() {
    database.clear();
    webhook = new WebhookRow().with("active", false).insertInto(database);
  }

  @AfterEach
  void close() {
    entities.close();
  }

  /** Reads the row as the transaction of the change sees it. */
  private boolean isActive() {
    try (var connection = database.database().connection();
        var select = connection.prepareStatement("select active from webhook where id = ?")) {
      select.setObject(1, webhook);
      try (var row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void change(Optional<String> url, Optional<Boolean> active) {
    UpdateWebhook request =
        new UpdateWebhook(url, Optional.empty(), active, Optional.empty(), List.of());
    entities.run(
        () ->
            RepositoryFixture.repository(database, entities, fired)
                .change(webhook, found -> found.update(request, WebhookRow.CIPHER)));
  }

  @Test
  void activationResetsFailuresAfterTheRowIsWritten() {
    change(Optional.empty(), Optional.of(true));

    assertThat(fired.of(FailuresReset.class)).containsExactly(new FailuresReset(webhook));
    assertThat(activeWhenFired).containsExactly(true);
  }

  @Test
  void newUrlResetsFailures() {
    change(Optional.of("https://other.example.com/"), Optional.empty());

    assertThat(fired.of(FailuresReset.class)).hasSize(1);
  }

  @Test
  void deactivationKeepsTheStreak() {
    change(Optional.empty(), Optional.of(true));
    change(Optional.empty(), Optional.of(false));

    assertThat(fired.of(FailuresReset.class)).hasSize(1);
  }
}
