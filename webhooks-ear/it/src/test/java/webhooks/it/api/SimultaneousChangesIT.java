package webhooks.it.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/**
 * One application changes twice as many webhooks at once as there are database connections, and
 * repeats what is refused because its share is full.
 */
class SimultaneousChangesIT {
  private static final int AT_ONCE = 64;

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Application other = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  @AfterEach
  void end() {
    threads.shutdown();
  }

  @Test
  void makesAllChangesWithoutBlockingOthers() {
    Registered others = other.register(inbox);
    List<Registered> webhooks = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      webhooks.add(application.create(Application.Body.ofAccount(inbox.url())));
    }

    List<CompletableFuture<Answer>> updates =
        simultaneously(
            webhooks,
            webhook ->
                application.patch(webhook, "{\"eventTypes\":[\"iModels.iModelDeleted.v1\"]}"));
    assertOthersAreServed(others);
    updates.forEach(update -> update.join().is(200));

    List<CompletableFuture<Answer>> deletions =
        simultaneously(
            webhooks,
            webhook ->
                environment
                    .api()
                    .delete("/webhooks/" + webhook.id())
                    .as(application.token())
                    .send());
    assertOthersAreServed(others);
    deletions.forEach(deletion -> deletion.join().is(204));
  }

  private void assertOthersAreServed(Registered webhook) {
    Event event = Event.ofAccount(other.account());
    environment.producer().publish(event);
    other.get(webhook).is(200);
    // A regression: other requests stalled for 30 s.
    inbox.awaitEvent(event.messageId(), 1, Duration.ofSeconds(15));
  }

  private List<CompletableFuture<Answer>> simultaneously(
      List<Registered> webhooks, Function<Registered, Answer> request) {
    return webhooks.stream()
        .map(webhook -> CompletableFuture.supplyAsync(() -> accepted(request, webhook), threads))
        .toList();
  }

  private static Answer accepted(Function<Registered, Answer> request, Registered webhook) {
    Answer answer = request.apply(webhook);
    while (answer.status() == 503) {
      answer = request.apply(webhook);
    }
    return answer;
  }
}
