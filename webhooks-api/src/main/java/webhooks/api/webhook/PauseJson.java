package webhooks.api.webhook;

import static webhooks.api.http.response.JsonResponse.JSON;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import webhooks.api.http.json.JsonBody;
import webhooks.api.http.response.JsonResponse;
import webhooks.domain.webhook.pause.PauseView;
import webhooks.domain.webhook.pause.PauseWebhook;

/** Reads and writes pauses of webhooks as JSON. */
public final class PauseJson {
  private PauseJson() {}

  /** Reads a request to pause a webhook. The body and its property are optional. */
  public static PauseWebhook read(byte[] body) {
    JsonBody json = JsonBody.optional(body);
    Optional<String> until = json.text("until");
    return new PauseWebhook(until, json.faults());
  }

  /** Writes a pause. */
  public static JsonObject write(PauseView pause) {
    JsonObjectBuilder json = JSON.createObjectBuilder().add("paused", pause.paused());
    pause.since().ifPresent(time -> json.add("since", JsonResponse.time(time)));
    pause.until().ifPresent(time -> json.add("until", JsonResponse.time(time)));
    return json.build();
  }
}
