package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static webhooks.it.resilience.outage.HealthChecks.UP;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import webhooks.it.harness.Event;
import webhooks.it.harness.PeriodicTask;
import webhooks.it.harness.Progress;
import webhooks.it.harness.SmallDisk;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;

/**
 * The disk under a node's database becomes full while events are published, and has space again.
 */
record FullDisk(TestEnvironment environment, SmallDisk disk) {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration PACE = Duration.ofMillis(5);
  private static final Map<String, String> ALL_UP = Map.of("database", UP, "broker", UP);

  /** What publishers were told. */
  private record Answers(Queue<Event> accepted, Queue<Integer> refused) {}

  /**
   * Fills the disk and frees it, and checks that the node answers as described meanwhile, serves
   * again by itself and loses nothing.
   *
   * @param isFull checks what the node says of the database meanwhile
   * @param hasSpace does what the operator of the database does when the disk has space again
   */
  void assertServesAgain(Runnable isFull, Runnable hasSpace) {
    HealthChecks health = new HealthChecks(environment.product());
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    application.register(inbox);
    Answers answers = new Answers(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
    Runnable publish = () -> publish(application.account(), answers);
    during(
        publish,
        () -> {
          await("deliveries").atMost(LIMIT).until(() -> inbox.distinct() > 50);
          disk.fill();
          await("refusals").atMost(LIMIT).until(() -> answers.refused().size() > 20);
          isFull.run();
          health.assertLiveAndStarted();
        });
    disk.free();
    hasSpace.run();
    health.awaitReady(ALL_UP);
    int taken = answers.accepted().size();
    during(
        publish,
        () ->
            await("accepted events")
                .atMost(LIMIT)
                .until(() -> answers.accepted().size() > taken + 100));
    List<Event> accepted = List.copyOf(answers.accepted());
    Events.awaitAll(accepted, inbox, LIMIT);
    Progress.say("full disk: %d accepted, %d refused", accepted.size(), answers.refused().size());
    assertThat(answers.refused()).containsOnly(503);
    environment.assertDelivers();
  }

  private static void during(Runnable publish, Runnable work) {
    PeriodicTask publishing = new PeriodicTask(PACE, publish);
    try {
      work.run();
    } finally {
      publishing.close();
    }
  }

  private void publish(String account, Answers answers) {
    Event event = Event.ofAccount(account);
    int status = environment.publish(event.json()).status();
    if (status == 202) {
      answers.accepted().add(event);
    } else {
      answers.refused().add(status);
    }
  }
}
