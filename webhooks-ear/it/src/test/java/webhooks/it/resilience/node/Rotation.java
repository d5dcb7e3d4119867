package webhooks.it.resilience.node;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import webhooks.it.harness.Event;
import webhooks.it.harness.PeriodicTask;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.server.Product;

/**
 * Calls the API continuously on each node in turn, as a load balancer does.
 *
 * <p>A removed node gets no more calls, and its last call has ended.
 */
final class Rotation implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(20);

  private final Application application;
  private final Inbox inbox;
  private final Queue<Product> nodes = new ConcurrentLinkedQueue<>();
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final PeriodicTask repeated;
  private volatile int calls;

  Rotation(Application application, Inbox inbox, List<Product> nodes) {
    this.application = application;
    this.inbox = inbox;
    this.nodes.addAll(nodes);
    this.repeated = new PeriodicTask(PACE, this::callNext);
  }

  void add(Product node) {
    nodes.add(node);
  }

  /** Removes a node and waits until it has no open calls. */
  synchronized void remove(Product node) {
    nodes.remove(node);
  }

  int calls() {
    return calls;
  }

  /** Stops the calls and returns the unexpected answers. */
  List<String> end() {
    close();
    return List.copyOf(errors);
  }

  @Override
  public void close() {
    repeated.close();
  }

  private synchronized void callNext() {
    Product node = nodes.remove();
    nodes.add(node);
    Application here = application.at(node);
    try {
      Registered webhook = here.create(Application.Body.ofAccount(inbox.url(), Event.DELETED));
      here.get(webhook).is(200);
      here.activate(webhook);
      here.deactivate(webhook);
      calls += 4;
    } catch (AssertionError | RuntimeException e) {
      errors.add(node.name() + ": " + e);
    }
  }
}
