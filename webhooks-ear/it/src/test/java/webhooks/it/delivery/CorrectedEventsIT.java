package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Administration;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** Rejected events: an administrator corrects and discards them. */
class CorrectedEventsIT {
  private static final String LIST = "/admin/invalid-events";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Administration administration = new Administration(environment);
  private final String mark = UUID.randomUUID().toString();

  private List<JsonObject> rejected() {
    return administration.all(LIST + "?$top=100&reason=JSON", "invalidEvents").stream()
        .filter(one -> one.getString("body").contains(mark))
        .toList();
  }

  private JsonObject awaitRejected(int replays) {
    return await("a rejected event")
        .atMost(Duration.ofSeconds(60))
        .until(
            this::rejected,
            found -> found.size() == 1 && found.get(0).getInt("replays", 0) == replays)
        .get(0);
  }

  private static String ids(JsonObject event) {
    return "{\"ids\":[" + event.get("id") + "]}";
  }

  private Answer put(String id, String body) {
    return environment
        .api()
        .put(LIST + "/" + id)
        .as(environment.tokens().administrator())
        .json(body)
        .send();
  }

  @Test
  void correctedEventIsDelivered() {
    application.register(inbox);
    environment.producer().publishTexts(List.of("no JSON " + mark));
    administration.post(LIST + "/replay", ids(awaitRejected(0))).is(202);
    JsonObject again = awaitRejected(1);
    Event event = Event.ofAccount(application.account());

    put(again.getString("id"), "[]").isError(422, "InvalidRequest", "InvalidRequestBody");
    JsonObject corrected = put(again.getString("id"), event.json()).is(200).json();
    put(again.getString("id"), event.json()).isError(404, "EventNotFound");

    assertThat(corrected.getString("body")).isEqualTo(event.json());
    assertThat(corrected.getString("id")).isNotEqualTo(again.getString("id"));
    assertThat(corrected.getString("reason")).isEqualTo(again.getString("reason"));
    administration.post(LIST + "/replay", ids(corrected)).is(202);
    inbox.awaitEvent(event.messageId());
  }

  @Test
  void discardedEventIsGone() {
    environment.producer().publishTexts(List.of("no JSON " + mark));
    JsonObject event = awaitRejected(0);

    JsonObject answer = administration.post(LIST + "/discard", ids(event)).is(200).json();

    assertThat(answer.getInt("discarded")).isEqualTo(1);
    assertThat(rejected()).isEmpty();
    administration
        .post(LIST + "/discard", "{\"since\":\"today\",\"reason\":\" \",\"age\":1}")
        .isError(
            422,
            "InvalidRequest",
            "InvalidProperty age",
            "InvalidValue reason",
            "InvalidValue since");
  }
}
