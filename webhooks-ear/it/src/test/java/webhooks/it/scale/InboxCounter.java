package webhooks.it.scale;

import java.net.URI;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;

/** Counts events with the harness's receiver, in this process. */
final class InboxCounter implements Counter {
  private final Inbox inbox;

  InboxCounter(TestEnvironment environment) {
    this.inbox = environment.receiver().inbox();
  }

  @Override
  public URI url() {
    return inbox.url();
  }

  @Override
  public int distinct() {
    return inbox.distinct();
  }

  @Override
  public void close() {
    // The test environment closes the receiver.
  }
}
