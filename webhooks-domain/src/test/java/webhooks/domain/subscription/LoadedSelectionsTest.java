package webhooks.domain.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.option.selection.SelectedEvents;
import webhooks.domain.webhook.WebhookRow;

/** Which webhooks an event goes to after their selections were asked. */
@OnEveryDatabase
class LoadedSelectionsTest {
  private static final String TYPE = "iModels.changesReady.v1";

  private final TestDatabase database;
  private Subscriptions subscriptions = new Subscriptions(WebhookRow.CIPHER);

  LoadedSelectionsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
  }

  private Matches matches(String type, String content) {
    return database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection()) {
            subscriptions.refresh(connection);
            return subscriptions.decide(connection, candidates(type, content));
          }
        });
  }

  private Candidates candidates(String type, String content) {
    return subscriptions.candidates(
        new MatchedEvent(SelectedEvents.of(type, content), "account", Optional.empty()));
  }

  private static List<UUID> ids(List<Match> matches) {
    return matches.stream().map(match -> match.webhook().webhookId()).toList();
  }

  @Test
  void filterDropsEventsOfItsWebhookAlone() {
    UUID filtering =
        SelectingWebhooks.insert(database, "{'filters': [{'exact': {'$.content.a': 1}}]}");
    UUID all = new WebhookRow().insertInto(database);

    assertThat(ids(matches(TYPE, "{'a':1}").accepted())).containsExactlyInAnyOrder(all, filtering);
    Matches dropped = matches(TYPE, "{'a':2}");
    assertThat(ids(dropped.accepted())).containsExactly(all);
    assertThat(dropped.filtered()).containsExactly(filtering);
    Matches otherType = matches("other.v1", "{'a':2}");
    assertThat(otherType.accepted()).isEmpty();
    assertThat(otherType.filtered()).as("not subscribed").isEmpty();
  }

  @Test
  void patternMatchesFurtherTypes() {
    UUID webhook =
        SelectingWebhooks.insert(
            database,
            "{'eventTypePatterns': ['other.*'], 'filters': [{'exact': {'$.content.a': 1}}]}");

    assertThat(ids(matches("other.v1", "{'a':1}").accepted())).containsExactly(webhook);
    assertThat(matches("other.v1", "{}").filtered()).containsExactly(webhook);
    assertThat(ids(matches(TYPE, "{'a':1}").accepted())).containsExactly(webhook);
    assertThat(matches("third.v1", "{'a':1}").cost()).isZero();
  }

  @Test
  void selectionIsLoadedOnceAndAgainAfterAChange() {
    UUID webhook =
        SelectingWebhooks.insert(database, "{'filters': [{'exact': {'$.content.a': 1}}]}");
    matches(TYPE, "{}");
    assertThat(candidates(TYPE, "{}").missing()).isZero();

    database.execute("delete from webhook_options");
    assertThat(ids(matches(TYPE, "{'a':1}").accepted())).containsExactly(webhook);

    SelectingWebhooks.putOptions(database, webhook, "{'filters': [{'exact': {'$.content.a': 2}}]}");
    assertThat(matches(TYPE, "{'a':1}").filtered()).containsExactly(webhook);
    assertThat(ids(matches(TYPE, "{'a':2}").accepted())).containsExactly(webhook);
  }

  /** Nothing is sent that a filter may drop, and nothing is lost. */
  @Test
  void unreadableSelectionIsUndecided() {
    UUID webhook =
        SelectingWebhooks.insert(database, "{'filters': [{'exact': {'$.content.a': 1}}]}");
    SelectingWebhooks.loseKey(database, webhook);

    Matches matches = matches(TYPE, "{}");
    assertThat(matches.accepted()).isEmpty();
    assertThat(matches.filtered()).isEmpty();
    assertThat(ids(matches.undecided())).containsExactly(webhook);
    assertThat(ids(matches("other.v1", "{}").undecided()))
        .as("a pattern may match")
        .containsExactly(webhook);
    assertThat(candidates(TYPE, "{}").missing()).as("not loaded again").isZero();

    SelectingWebhooks.putOptions(database, webhook, "{'filters': [{'exact': {'$.content.a': 1}}]}");
    assertThat(matches(TYPE, "{}").filtered()).containsExactly(webhook);
  }

  /** Somebody has deleted the row, or a change that this node has not loaded yet. */
  @Test
  void missingRowOfOptionsIsUndecided() {
    UUID webhook = new WebhookRow().with("selection_bytes", 300).insertInto(database);

    assertThat(ids(matches(TYPE, "{}").undecided())).containsExactly(webhook);
  }

  @Test
  void costGrowsWithTheValuesThatFiltersRead() {
    List<UUID> webhooks = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      webhooks.add(
          SelectingWebhooks.insert(
              database, "{'filters': [{'exact': {'$.content.a': 1, '$.content.b': 2}}]}"));
    }

    assertThat(matches(TYPE, "{}").filtered()).containsExactlyInAnyOrderElementsOf(webhooks);
    assertThat(matches(TYPE, "{}").cost()).isEqualTo(60 * 3 / 50);
    assertThat(matches(TYPE, "{'a':1,'b':2}").cost()).isEqualTo(60 + 60 * 3 / 50);
  }

  @Test
  void anotherNodeLoadsForItself() {
    SelectingWebhooks.insert(database, "{'filters': [{'exact': {'$.content.a': 1}}]}");
    matches(TYPE, "{}");
    subscriptions = new Subscriptions(WebhookRow.CIPHER);

    assertThat(matches(TYPE, "{}").filtered()).hasSize(1);
  }
}
