package webhooks.it.resilience.node;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.Extent;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.selection.Soak;

/** A process killed by SIGKILL loses no event of a request that it has answered 202. */
class PublishCrashIT {
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = Extent.of(1, 20);

  @Test
  void everyAcceptedEventArrivesWithH2() throws Exception {
    try (TestEnvironment environment = TestEnvironment.onH2("publish-crash-h2").start()) {
      killWhilePublishing(environment);
    }
  }

  @OnPostgres
  @Soak
  @Test
  void everyAcceptedEventArrivesWithPostgres() throws Exception {
    try (TestEnvironment environment =
        TestEnvironment.onPostgres("publish-crash-postgresql", Postgres.shared()).start()) {
      killWhilePublishing(environment);
    }
  }

  private static void killWhilePublishing(TestEnvironment environment) throws Exception {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox();
    application.register(inbox);
    Queue<Event> accepted = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    for (int round = 1; round <= ROUNDS; round++) {
      int before = accepted.size();
      List<Future<?>> publishers = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        publishers.add(threads.submit(() -> publish(environment, application.account(), accepted)));
      }
      Awaitility.await("events to be accepted")
          .atMost(Duration.ofMinutes(1))
          .until(() -> accepted.size() > before + 500);
      environment.product().kill9();
      for (Future<?> publisher : publishers) {
        // Fails if an answer was another one than 202.
        publisher.get();
      }
      environment.start();
      Events.awaitAll(List.copyOf(accepted), inbox, Duration.ofSeconds(90));
      Progress.say("round %d: all %d accepted events arrived", round, accepted.size());
    }
    threads.shutdown();
  }

  private static void publish(TestEnvironment environment, String account, Queue<Event> accepted) {
    String token = environment.tokens().publisher();
    try {
      while (true) {
        Event event = Event.ofAccount(account);
        environment.api().post("/events").as(token).json(event.json()).send().is(202);
        accepted.add(event);
      }
    } catch (UncheckedIOException e) {
      // The process was killed, which ends the connection.
    }
  }
}
