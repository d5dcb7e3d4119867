package webhooks.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.FiredEvents;
import webhooks.domain.address.Origin;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.WebhookOptions;

/** How much memory the selections of an account need. */
@OnEveryDatabase
class SelectionBytesTest {
  private final TestDatabase database;
  private final TestEntities entities;
  private UUID webhook;

  SelectionBytesTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
  }

  @BeforeEach
  void insertAWebhook() {
    database.clear();
    webhook = new WebhookRow().insertInto(database);
  }

  @AfterEach
  void close() {
    entities.close();
  }

  private void changeOptions(String json) {
    WebhookOptions changed =
        new ChangeOptions(OptionJson.members(json), true, List.of())
            .applyTo(WebhookOptions.NONE, new Origin("https://example.com:443"));
    entities.run(
        () ->
            RepositoryFixture.repository(database, entities, new FiredEvents())
                .change(
                    webhook,
                    found -> {
                      found.setOptions(changed);
                      return true;
                    }));
  }

  private void delete() {
    entities.run(
        () ->
            RepositoryFixture.repository(database, entities, new FiredEvents())
                .change(
                    webhook,
                    found -> {
                      found.delete(WebhookRow.CIPHER);
                      return true;
                    }));
  }

  private long bytesOfWebhook() {
    return database.count("select selection_bytes from webhook where id = ?", webhook);
  }

  private long bytesOfOthers(String account) {
    AtomicLong sum = new AtomicLong();
    entities.run(
        () ->
            sum.set(
                RepositoryFixture.repository(database, entities, new FiredEvents())
                    .selectionBytes(account, webhook)));
    return sum.get();
  }

  @Test
  void rowHasTheSizeOfItsSelection() {
    changeOptions("{'filters': [{'exact': {'eventType': 'a.v1'}}]}");
    assertThat(bytesOfWebhook()).isBetween(300L, 1000L);

    changeOptions("{'description': 'all events'}");
    assertThat(bytesOfWebhook()).isZero();

    changeOptions("{'eventTypePatterns': ['a.**']}");
    assertThat(bytesOfWebhook()).isBetween(200L, 1000L);
    delete();
    assertThat(bytesOfWebhook()).isZero();
  }

  @Test
  void sumsTheSelectionsOfTheOtherWebhooks() {
    changeOptions("{'filters': [{'exact': {'eventType': 'a.v1'}}]}");
    new WebhookRow().with("selection_bytes", 500).insertInto(database);
    new WebhookRow().with("selection_bytes", 300).insertInto(database);
    new WebhookRow().with("account_id", "other").with("selection_bytes", 7000).insertInto(database);

    assertThat(bytesOfOthers("account")).isEqualTo(800);
    assertThat(bytesOfOthers("nobody")).isZero();
  }
}
