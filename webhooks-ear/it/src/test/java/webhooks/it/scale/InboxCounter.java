package webhooks.it.scale;

import java.net.URI;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.server.CpuTime;

/** Counts events with the harness's receiver, in this process. */
final class InboxCounter implements Counter {
  private final Inbox inbox;

  InboxCounter(TestEnvironment environment) {
    this.inbox = environment.receiver().inbox();
  }

  @Override
  public String name() {
    return "the Java receiver (one process with the publisher)";
  }

  @Override
  public URI url() {
    return inbox.url();
  }

  @Override
  public double cpuSeconds() {
    return CpuTime.ofProcess(ProcessHandle.current().pid());
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
