package webhooks.it.delivery;

import webhooks.it.harness.environment.TestEnvironment;

/** Malformed messages at the broker of this run. */
class MalformedMessageIT extends MalformedMessages {
  MalformedMessageIT() {
    super(TestEnvironment.named("malformed"));
  }
}
