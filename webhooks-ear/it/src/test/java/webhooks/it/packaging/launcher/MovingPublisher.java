package webhooks.it.packaging.launcher;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import webhooks.it.harness.Event;
import webhooks.it.harness.PeriodicTask;
import webhooks.it.harness.environment.TestEnvironment;

/** Publishes events of an account, each once, and those around its switch at both products. */
final class MovingPublisher implements AutoCloseable {
  /** How many of the latest events count as without an answer when the publisher switches. */
  private static final int WITHOUT_ANSWER = 20;

  private final String account;
  private final List<Event> published = new CopyOnWriteArrayList<>();
  private volatile TestEnvironment to;
  private volatile int repeated;
  private Optional<PeriodicTask> load = Optional.empty();

  MovingPublisher(TestEnvironment to, String account) {
    this.to = to;
    this.account = account;
  }

  /** Publishes all the time, until it is closed. */
  void begin() {
    load = Optional.of(new PeriodicTask(Duration.ofMillis(5), this::publish));
  }

  synchronized void publish() {
    Event event = Event.ofAccount(account);
    to.publish(event.json()).is(202);
    published.add(event);
  }

  /** Fails if the publication of an event has failed. */
  @Override
  public void close() {
    load.ifPresent(PeriodicTask::close);
  }

  /** Publishes at another product from now on, first the latest events once more. */
  synchronized void switchTo(TestEnvironment product) {
    List<Event> last = published.subList(published.size() - WITHOUT_ANSWER, published.size());
    last.forEach(event -> product.publish(event.json()).is(202));
    repeated = WITHOUT_ANSWER;
    to = product;
  }

  /** Returns the events that a product has accepted. */
  List<Event> published() {
    return List.copyOf(published);
  }

  int repeated() {
    return repeated;
  }
}
