package webhooks.it.api.described;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;

/** Makes what operations that erase events address. */
record ErasableEvents(TestEnvironment environment, Application application) {
  /** Publishes an event and returns its message id. */
  String event() {
    Event event = Event.ofAccount(application.account());
    environment.publish(event.json()).is(202);
    return event.messageId().toString();
  }

  /** Erases the events of an account that has none, and returns the id of the erasure. */
  String erasure() {
    return environment
        .api()
        .post("/admin/erasures")
        .as(environment.tokens().administrator())
        .json(
            "{'path':'$.content.x','value':'%1$s','accountId':'%1$s'}"
                .replace('\'', '"')
                .formatted(UUID.randomUUID()))
        .send()
        .json()
        .getString("id");
  }

  /** Completes a request so that the events of other suites stay. */
  static void complete(ObjectNode object) {
    object.put("path", "$.content.a");
    object.put("accountId", UUID.randomUUID().toString());
    object.put("value", "none-" + UUID.randomUUID());
  }
}
