package webhooks.it;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import webhooks.it.Application.Registered;

/**
 * Calls the API all the time on each node in turn, as a load balancer does.
 *
 * <p>A node that is taken out gets no call afterwards, and none of its calls is under way any more.
 */
final class Rotation implements AutoCloseable {
  private static final long PACE_MILLIS = 20;

  private final Application application;
  private final Inbox inbox;
  private final Queue<Product> nodes = new ConcurrentLinkedQueue<>();
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "rotation");
  private volatile boolean ended;
  private volatile int calls;

  Rotation(Application application, Inbox inbox, List<Product> nodes) {
    this.application = application;
    this.inbox = inbox;
    this.nodes.addAll(nodes);
    thread.setDaemon(true);
    thread.start();
  }

  void add(Product node) {
    nodes.add(node);
  }

  /** Takes a node out, and returns once no call of it is under way. */
  synchronized void remove(Product node) {
    nodes.remove(node);
  }

  int calls() {
    return calls;
  }

  /** Ends the calls; returns what was answered otherwise than it should be. */
  List<String> end() {
    close();
    return List.copyOf(errors);
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run() {
    try {
      while (!ended) {
        callNext();
        TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void callNext() {
    Product node = nodes.remove();
    nodes.add(node);
    Application here = application.at(node);
    try {
      Registered webhook = here.creates(Application.Body.ofAccount(inbox.url(), Event.DELETED));
      here.gets(webhook).is(200);
      here.activates(webhook);
      here.deactivates(webhook);
      calls += 4;
    } catch (AssertionError | RuntimeException e) {
      errors.add(node.name() + ": " + e);
    }
  }
}
