package webhooks.domain.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.address.Origin;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.selection.SelectedEvents;
import webhooks.domain.webhook.WebhookRow;

/** Which options a node has in memory, and which webhooks get nothing without them. */
@OnEveryDatabase
class SubscriptionOptionsTest {
  private static final String TYPE = "iModels.changesReady.v1";

  private final TestDatabase database;
  private final Subscriptions subscriptions = new Subscriptions(WebhookRow.CIPHER);

  SubscriptionOptionsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
  }

  private void refresh(UUID... webhooks) {
    database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection()) {
            subscriptions.refresh(connection, Arrays.asList(webhooks));
            return null;
          }
        });
  }

  private List<UUID> matching() {
    return subscriptions
        .candidates(new MatchedEvent(SelectedEvents.of(TYPE, "{}"), "account", Optional.empty()))
        .matches()
        .stream()
        .map(match -> match.webhook().webhookId())
        .toList();
  }

  private void inOtherEpoch(Runnable act) {
    database.execute("alter view webhook_epoch rename to webhook_epoch_of_the_product");
    try {
      database.execute(
          "create view webhook_epoch as select version, 'other' as epoch from webhook_version");
      act.run();
    } finally {
      database.execute("drop view webhook_epoch");
      database.execute("alter view webhook_epoch_of_the_product rename to webhook_epoch");
    }
  }

  private void putOptions(UUID webhook, String json) {
    database.execute("update webhook_version set version = version + 1");
    database.execute(
        "update webhook set has_options = true, version = (select version from webhook_version)"
            + " where id = ?",
        webhook);
    WebhookOptions options =
        new ChangeOptions(OptionJson.members(json), true, List.of())
            .applyTo(WebhookOptions.NONE, new Origin("https://example.com:443"));
    database.inTransaction(
        () -> {
          new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true)
              .put(webhook, "account", options, Instant.EPOCH);
          return null;
        });
  }

  private Optional<String> options(UUID webhook) {
    return subscriptions
        .find(webhook)
        .flatMap(subscriptions::withOptions)
        .map(found -> found.options().stored());
  }

  @Test
  void claimLoadsOptionsOfItsWebhooks() {
    UUID webhook = new WebhookRow().insertInto(database);
    UUID other = new WebhookRow().insertInto(database);
    putOptions(webhook, "{'description': 'first'}");
    putOptions(other, "{'description': 'other'}");

    refresh(webhook);
    assertThat(options(webhook)).contains("{\"description\":\"first\"}");
    assertThat(options(other)).isEmpty();

    putOptions(webhook, "{'description': 'second'}");
    refresh();
    assertThat(options(webhook)).as("after a change that was not loaded").isEmpty();
    refresh(webhook);
    assertThat(options(webhook)).contains("{\"description\":\"second\"}");
  }

  @Test
  void webhookWithoutOptionsIsSentAtOnce() {
    UUID webhook = new WebhookRow().insertInto(database);
    refresh();

    assertThat(options(webhook)).contains("{}");
  }

  /** Its events wait for options that can be read: none is sent without them, and none is lost. */
  @Test
  void webhookWithUnreadableOptionsMatchesButIsNotSent() {
    UUID webhook = new WebhookRow().insertInto(database);
    putOptions(webhook, "{'description': 'lost'}");
    database.execute("update webhook_options set key_id = 'lost'");
    refresh(webhook);

    assertThat(matching()).containsExactly(webhook);
    assertThat(subscriptions.find(webhook)).isPresent().get().matches(this::isNotSendable);

    putOptions(webhook, "{'description': 'set again'}");
    refresh(webhook);
    assertThat(options(webhook)).contains("{\"description\":\"set again\"}");
  }

  private boolean isNotSendable(Subscription webhook) {
    return !subscriptions.isSendable(webhook);
  }

  /** A row that somebody has deleted must not make claims turn without an end. */
  @Test
  void webhookWithoutRowOfOptionsIsNotSent() {
    UUID webhook = new WebhookRow().with("has_options", true).insertInto(database);

    refresh(webhook);

    assertThat(subscriptions.find(webhook)).isPresent().get().matches(this::isNotSendable);
  }

  /** The same version may have other options there. */
  @Test
  void otherEpochForgetsOptions() {
    UUID webhook = new WebhookRow().insertInto(database);
    putOptions(webhook, "{'description': 'forgotten'}");
    refresh(webhook);

    database.execute("update webhook_options set content = ?", new byte[40]);
    inOtherEpoch(() -> refresh(webhook));

    assertThat(options(webhook)).isEmpty();
  }

  @Test
  void oneClaimLoadsFiftyWebhooksOfAnAccount() {
    List<UUID> webhooks = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      webhooks.add(new WebhookRow().insertInto(database));
    }
    UUID other = new WebhookRow().with("account_id", "other").insertInto(database);
    webhooks.forEach(webhook -> putOptions(webhook, "{'description': 'text'}"));
    putOptions(other, "{'description': 'text'}");

    UUID[] all = Stream.concat(webhooks.stream(), Stream.of(other)).toArray(UUID[]::new);
    refresh(all);

    assertThat(webhooks.stream().filter(webhook -> options(webhook).isPresent())).hasSize(50);
    assertThat(options(other)).isPresent();
    refresh(all);
    assertThat(webhooks).allMatch(webhook -> options(webhook).isPresent());
  }
}
