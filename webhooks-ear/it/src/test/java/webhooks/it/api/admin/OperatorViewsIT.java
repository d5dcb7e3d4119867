package webhooks.it.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;

/** Tests what an administrator of the product sees of nodes, settings and accounts. */
class OperatorViewsIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final String token = environment.tokens().administrator();

  private JsonObject get(String path) {
    return environment.api().get(path).as(token).send().is(200).json();
  }

  @Test
  void runningNodeAnnouncesItself() {
    // The first announcement can be made before the broker has answered.
    JsonObject shown =
        await("a node that reaches its broker")
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> get("/admin/nodes"),
                found -> running(found).anyMatch(node -> node.containsKey("port")));

    JsonObject node =
        running(shown).filter(each -> each.containsKey("port")).findFirst().orElseThrow();
    assertThat(node.getString("host")).isNotBlank();
    assertThat(node.getInt("port")).isPositive();
    assertThat(shown.getJsonObject("database").getString("product")).isIn("PostgreSQL", "H2");
  }

  private static Stream<JsonObject> running(JsonObject shown) {
    return shown.getJsonArray("nodes").getValuesAs(JsonObject.class).stream()
        .filter(node -> !node.getBoolean("late") && !node.containsKey("brokerUnavailableSince"));
  }

  @Test
  void settingsShowValuesAndSourcesAndNoSecret() {
    List<JsonObject> settings =
        get("/admin/settings").getJsonArray("settings").getValuesAs(JsonObject.class);

    assertThat(settings)
        .filteredOn(setting -> setting.getString("name").equals("mp.jwt.verify.issuer"))
        .singleElement()
        .satisfies(
            issuer -> {
              assertThat(issuer.getString("value")).isNotBlank();
              assertThat(issuer.getString("source")).isNotEqualTo("default");
            });
    assertThat(settings)
        .filteredOn(setting -> setting.getString("name").matches(".*(password|encryption).*"))
        .isNotEmpty()
        .allSatisfy(
            secret ->
                assertThat(secret.getString("value", "***"))
                    .as(secret.getString("name"))
                    .isEqualTo("***"));
  }

  @Test
  void accountsShowWhatTheyDelivered() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    application.register(inbox);
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    inbox.awaitEvent(event.messageId());

    await("the account")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                get("/admin/accounts?window=P1D")
                    .getJsonArray("accounts")
                    .getValuesAs(JsonObject.class)
                    .stream()
                    .anyMatch(
                        each ->
                            each.getString("accountId", "").equals(application.account())
                                && each.getInt("succeeded") == 1));
    environment
        .api()
        .get("/admin/accounts?window=P7D")
        .as(token)
        .send()
        .isError(422, "InvalidRequest", "InvalidValue window");
  }

  /** Each node writes its counts with its announcement, every ten seconds. */
  @Test
  void figuresOfTheNodesCountEventsAndDeliveries() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    application.register(inbox);
    long before = sum(get("/admin/nodes?window=P1D"), "succeeded");
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    inbox.awaitEvent(event.messageId());

    JsonObject shown =
        await("the delivery")
            .atMost(Duration.ofSeconds(30))
            .until(() -> get("/admin/nodes?window=P1D"), found -> sum(found, "succeeded") > before);
    assertThat(shown.getJsonArray("buckets")).hasSize(24);
    assertThat(sum(shown, "events")).isPositive();
    assertThat(running(shown).mapToLong(node -> node.getInt("succeeded", 0)).sum()).isPositive();
    assertThat(get("/admin/nodes").getJsonArray("buckets")).hasSize(30);
  }

  private static long sum(JsonObject shown, String count) {
    return shown.getJsonArray("buckets").getValuesAs(JsonObject.class).stream()
        .mapToLong(bucket -> bucket.getInt(count, 0))
        .sum();
  }
}
