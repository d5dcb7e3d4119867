package webhooks.it.identity;

import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;

/** Creates webhooks for one request each, and returns their paths. */
record FreshWebhooks(TestEnvironment environment, Application owner, Inbox inbox) {
  /** Returns the path of a new, inactive webhook. */
  String fresh(Target target) {
    return "/webhooks/" + owner.post(target.body()).is(202).json().getString("id");
  }

  /** Returns the path of a webhook that requests tokens from an issuer that gives none. */
  String withIssuer(Target target) {
    String path = fresh(target);
    patch(
        path + "/options",
        "{'authentication':{'type':'oauth2','tokenUrl':'%s','clientId':'c','clientSecret':'s'}}"
            .replace('\'', '"')
            .formatted(inbox.url()));
    return path;
  }

  /** Returns the path of a webhook that has a signing key. */
  String withSigningKey(Target target) {
    String path = fresh(target);
    patch(path + "/options", "{\"signature\":{\"schemes\":[\"v1a\"]}}");
    return path;
  }

  String active(Target target) {
    String path = fresh(target);
    patch(path, "{\"active\":true}");
    return path;
  }

  private void patch(String path, String body) {
    environment.api().patch(path).json(body).as(owner.token()).send().is(200);
  }
}
